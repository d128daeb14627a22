package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * How a sequencer that was given the shard's publishes becomes its leader: it writes a probe, waits until its own tail has
 * read the log up to it, reads the de-duplication window, writes the marker of its term, and waits until its tail has read that.
 *
 * <p>That nothing more came is never taken for the end of the log; only the probe is. Nor that nothing came between that end and the
 * marker: a deposed leader's last commit may have been on its way. Confined to the sequencer's thread.
 */
final class Takeover {

    private static final Logger LOG = System.getLogger(Takeover.class.getName());

    private static final long PROBE_TIMEOUT_MILLIS = 15_000;
    private static final long WINDOW_TIMEOUT_MILLIS = 15_000;
    private static final long RECEIVE_MILLIS = 250;

    private final LogShard shard;
    private final LogSettings settings;
    private final ChannelStorage storage;
    private final BrokerLine line;
    private final LogTail tail;
    private final SkippedRecords skipped;
    private final BooleanSupplier closed;

    /** @param closed whether to give up */
    Takeover(
            LogShard shard,
            LogSettings settings,
            ChannelStorage storage,
            BrokerLine line,
            LogTail tail,
            MeterRegistry meters,
            BooleanSupplier closed) {
        this.shard = shard;
        this.settings = settings;
        this.storage = storage;
        this.line = line;
        this.tail = tail;
        this.skipped = new SkippedRecords(LogAddresses.dedupe(shard), meters);
        this.closed = closed;
    }

    /**
     * @param session transacted; the probe, the end of the window and the marker are written through it
     * @throws JMSException when the broker fails or the end of the log does not come in time; nothing may be sequenced then
     */
    Lead run(Session session) throws JMSException, InterruptedException {
        UUID probe = UUID.randomUUID();
        CompletableFuture<LogTail.End> shown = tail.expected().probe(probe);
        try (MessageProducer log = session.createProducer(session.createTopic(LogAddresses.log(shard)));
                MessageProducer dedupe = session.createProducer(session.createTopic(LogAddresses.dedupe(shard)))) {
            BytesMessage end = Records.message(session, LogEntryCodec.encode(entry(probe)));
            end.setLongProperty(LogAddresses.SEQ_PROPERTY, LogAddresses.NO_SEQ);
            log.send(end);
            BytesMessage sentinel = Records.message(session, new byte[0]);
            sentinel.setStringProperty(LogAddresses.SENTINEL_PROPERTY, probe.toString());
            dedupe.setTimeToLive(settings.dedupeRecordMillis());
            dedupe.send(sentinel);
            session.commit();
            LogTail.End known = await(shown);
            ShardLedger ledger = known.ledger();
            ledger.recall(window(probe));
            Lead lead = new Lead(shard, settings, storage, ledger);
            boolean fresh = ledger.lastSeq() == 0 || known.restored();
            Lead.Written marker = lead.takeOver(fresh ? Epochs.random() : ledger.epoch());
            mark(marker, lead.term(), log, session);
            LOG.log(
                    Level.INFO,
                    "shard {0}: leading in term {1} of epoch {2}, from position {3}",
                    shard,
                    Long.toString(Terms.number(ledger.term())),
                    ledger.epoch(),
                    Long.toString(marker.lastSeq()));
            return lead;
        } finally {
            tail.expected().forgetProbe(probe);
        }
    }

    private void mark(Lead.Written marker, long term, MessageProducer log, Session session)
            throws JMSException, InterruptedException {
        CompletableFuture<Boolean> counts = tail.expected().marker(term);
        try {
            log.send(Records.entry(session, marker));
            session.commit();
            if (!await(counts)) {
                throw new JMSException(
                        "shard " + shard + ": a deposed leader wrote behind the end of the log that was read");
            }
        } finally {
            tail.expected().forgetMarker(term);
        }
    }

    private LogEntry entry(UUID probe) {
        return new LogEntry(new LogEntry.Stamp(settings.shards(), "", 0), new LogEntry.Probe(probe));
    }

    private <T> T await(CompletableFuture<T> read) throws JMSException, InterruptedException {
        try {
            return read.get(PROBE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            throw new JMSException("shard " + shard + ": the end of the log was not reached: " + e);
        }
    }

    /** Reads the window up to the sentinel, on a connection of its own. */
    private DedupeWindow window(UUID sentinel) throws JMSException {
        DedupeWindow window = new DedupeWindow(settings.dedupeWindowMillis());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WINDOW_TIMEOUT_MILLIS);
        try (Connection connection = line.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer records = session.createConsumer(session.createQueue(
                    LogAddresses.fullName(LogAddresses.dedupe(shard), LogAddresses.dedupeQueue(shard))));
            connection.start();
            while (System.nanoTime() < deadline && !closed.getAsBoolean()) {
                Message next = records.receive(RECEIVE_MILLIS);
                if (next == null) {
                    continue;
                }
                String end = next.getStringProperty(LogAddresses.SENTINEL_PROPERTY);
                if (sentinel.toString().equals(end)) {
                    return window;
                }
                if (end == null) {
                    remember(next, window);
                }
            }
        }
        throw new JMSException("shard " + shard + ": the end of the de-duplication window was not reached");
    }

    private void remember(Message message, DedupeWindow window) throws JMSException {
        try {
            DedupeWindow.decode(Records.bytes(message)).forEach(window::remember);
        } catch (BadRecord e) {
            LOG.log(Level.WARNING, "dedupe.{0}: a message that is no record was skipped: {1}", shard, e.getMessage());
        }
    }
}
