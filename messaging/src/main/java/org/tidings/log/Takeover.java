package org.tidings.log;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How a sequencer that was given the shard's publishes becomes its leader: it writes a probe, waits until its own tail has
 * read the log up to it, reads the de-duplication window, and writes the marker of its term.
 *
 * <p>That nothing more came is never taken for the end of the log; only the probe is.
 */
final class Takeover {

    private static final Logger LOG = System.getLogger(Takeover.class.getName());

    private static final long PROBE_TIMEOUT_MILLIS = 15_000;
    private static final long WINDOW_TIMEOUT_MILLIS = 15_000;

    private final int shard;
    private final LogSettings settings;
    private final BrokerConnector connector;
    private final LogTail tail;

    Takeover(int shard, LogSettings settings, BrokerConnector connector, LogTail tail) {
        this.shard = shard;
        this.settings = settings;
        this.connector = connector;
        this.tail = tail;
    }

    /**
     * @param session transacted; its producers write the probe, the end of the window and the marker
     * @throws JMSException when the broker fails or the end of the log does not come in time; nothing may be sequenced then
     */
    Lead run(Session session, MessageProducer log, MessageProducer dedupe) throws JMSException, InterruptedException {
        UUID probe = UUID.randomUUID();
        CompletableFuture<LogTail.End> end = tail.expectProbe(probe);
        try {
            LogEntry.Stamp outside = new LogEntry.Stamp(settings.shards(), "", Long.MAX_VALUE);
            BytesMessage record =
                    Records.message(session, LogEntryCodec.encode(new LogEntry(outside, new LogEntry.Probe(probe))));
            record.setLongProperty(LogAddresses.SEQ_PROPERTY, Long.MAX_VALUE);
            log.send(record);
            BytesMessage sentinel = Records.message(session, new byte[0]);
            sentinel.setStringProperty(LogAddresses.SENTINEL_PROPERTY, probe.toString());
            dedupe.send(sentinel);
            session.commit();
            LogTail.End known = await(end);
            ShardLedger ledger = known.ledger();
            Lead lead = new Lead(shard, settings, ledger, window(probe));
            long term = ledger.term() + 1;
            boolean fresh = ledger.lastSeq() == 0 || known.regressed();
            Lead.Written marker = lead.takeOver(fresh ? Epochs.random() : ledger.epoch());
            BytesMessage first = Records.message(session, marker.bytes());
            first.setLongProperty(LogAddresses.SEQ_PROPERTY, marker.lastSeq());
            log.send(first);
            session.commit();
            LOG.log(Level.INFO, "shard {0}: leading, term {1}, from position {2}", shard, term, marker.lastSeq());
            return lead;
        } finally {
            tail.forgetProbe(probe);
        }
    }

    private LogTail.End await(CompletableFuture<LogTail.End> end) throws JMSException, InterruptedException {
        try {
            return end.get(PROBE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new JMSException("shard " + shard + ": the end of the log was not reached: " + e);
        }
    }

    /** Reads the window up to the sentinel, on a connection of its own. */
    private DedupeWindow window(UUID sentinel) throws JMSException {
        DedupeWindow window = new DedupeWindow(settings.dedupeWindowMillis());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WINDOW_TIMEOUT_MILLIS);
        try (Connection connection = connector.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer records = session.createConsumer(session.createQueue(
                    LogAddresses.fullName(LogAddresses.dedupe(shard), LogAddresses.dedupeQueue(shard))));
            connection.start();
            while (System.nanoTime() < deadline) {
                Message next = records.receive(500);
                if (next == null) {
                    continue;
                }
                String end = next.getStringProperty(LogAddresses.SENTINEL_PROPERTY);
                if (sentinel.toString().equals(end)) {
                    return window;
                }
                if (end == null) {
                    DedupeWindow.decode(Records.bytes(next)).forEach(window::remember);
                }
            }
        }
        throw new JMSException("shard " + shard + ": the end of the de-duplication window was not reached");
    }
}
