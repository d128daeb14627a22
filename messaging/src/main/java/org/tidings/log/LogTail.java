package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Reads one shard's log from its oldest retained entry to its end and on, and hands every entry to the reader once, in order.
 *
 * <p>Confined to its own thread but for what is marked volatile. After a lost connection it resumes at the last entry it
 * knows; when that entry does not come first, the log changed meanwhile, and it reads from the oldest again.
 */
final class LogTail extends BrokerThread {

    private static final Logger LOG = System.getLogger(LogTail.class.getName());

    private static final long RECEIVE_MILLIS = 500;
    private static final long ANCHOR_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final int shard;
    private final LogSettings settings;
    private final LogReader reader;
    private final Answers answers;
    private final Map<UUID, CompletableFuture<End>> probes = new ConcurrentHashMap<>();
    private final Set<String> knownEpochs = new HashSet<>();
    private final Counter holes;
    private final Counter stale;
    private final Timer lag;

    private ShardLedger ledger;
    /** Set when the next connection must read from the oldest entry, whatever is known. */
    private boolean rereading;
    /** Up to where the reader was told, in which epoch. */
    private volatile Position position = new Position("", 0);
    /** Why this log cannot be read at all; null while it can. */
    private volatile String obstacle;

    /** A place in the shard's log. */
    record Position(String epoch, long seq) {}

    /**
     * What a probe shows.
     *
     * @param ledger the state at the end of the log, the receiver's own copy
     * @param regressed the log ends before what this tail had read of the same epoch: an older journal was restored
     */
    record End(ShardLedger ledger, boolean regressed) {}

    LogTail(
            int shard,
            LogSettings settings,
            BrokerConnector connector,
            LogReader reader,
            Answers answers,
            MeterRegistry meters) {
        super("tidings-tail-" + shard, LOG, connector);
        this.shard = shard;
        this.settings = settings;
        this.reader = reader;
        this.answers = answers;
        this.ledger = new ShardLedger(settings);
        this.holes = Counter.builder("tidings.log.holes")
                .description("Times that entries were missing in this instance's reading of the log")
                .register(meters);
        this.stale = Counter.builder("tidings.log.stale.entries")
                .description("Entries of a deposed leader that were skipped")
                .register(meters);
        this.lag = Timer.builder("tidings.log.tail")
                .description("Time from an event's place in the log to its arrival at this instance, by their clocks")
                .register(meters);
        Gauge.builder("tidings.log.position", () -> position.seq())
                .description("Last position read")
                .tag("shard", Integer.toString(shard))
                .register(meters);
    }

    /** Safe on any thread. */
    Position position() {
        return position;
    }

    /** Null while the log can be read. Safe on any thread. */
    String obstacle() {
        return obstacle;
    }

    /** Completes on the tail's thread when it reads the probe. Safe on any thread. */
    CompletableFuture<End> expectProbe(UUID id) {
        CompletableFuture<End> end = new CompletableFuture<>();
        probes.put(id, end);
        return end;
    }

    void forgetProbe(UUID id) {
        probes.remove(id);
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            boolean anchored = rereading || ledger.lastSeq() == 0;
            if (anchored) {
                ledger = new ShardLedger(settings);
            }
            rereading = false;
            Queue queue =
                    session.createQueue(LogAddresses.fullName(LogAddresses.log(shard), LogAddresses.logQueue(shard)));
            MessageConsumer entries = anchored
                    ? session.createConsumer(queue)
                    : session.createConsumer(queue, LogAddresses.SEQ_PROPERTY + " >= " + ledger.lastSeq());
            connection.start();
            connected();
            long anchorDeadline = System.nanoTime() + ANCHOR_TIMEOUT_NANOS;
            while (!closed()) {
                Message message = entries.receive(RECEIVE_MILLIS);
                if (message != null) {
                    LogEntry entry = decode(message);
                    if (entry != null && entry.body() instanceof LogEntry.Probe probe) {
                        if (anchored) {
                            end(probe);
                        }
                    } else if (entry != null && !anchored) {
                        anchored = isLastKnown(entry);
                        if (!anchored) {
                            reread("its entry at position " + ledger.lastSeq() + " is gone");
                            return;
                        }
                    } else if (entry != null) {
                        take(entry, message);
                    }
                }
                if (!anchored && System.nanoTime() > anchorDeadline) {
                    reread("its end is before position " + ledger.lastSeq());
                    return;
                }
            }
        }
    }

    private LogEntry decode(Message message) throws JMSException {
        try {
            return LogEntryCodec.decode(Records.bytes(message));
        } catch (BadRecord e) {
            LOG.log(Level.ERROR, "log.{0}: an entry that Tidings cannot read was skipped: {1}", shard, e);
            return null;
        }
    }

    private boolean isLastKnown(LogEntry entry) {
        return entry.body().lastSeq() == ledger.lastSeq()
                && entry.stamp().epoch().equals(ledger.epoch())
                && entry.stamp().term() == ledger.term();
    }

    private void reread(String why) {
        LOG.log(Level.WARNING, "shard {0}: reading the whole log again: {1}", shard, why);
        rereading = true;
    }

    private void end(LogEntry.Probe probe) {
        CompletableFuture<End> waiting = probes.remove(probe.id());
        if (waiting != null) {
            boolean regressed = ledger.epoch().equals(position.epoch()) && ledger.lastSeq() < position.seq();
            waiting.complete(new End(ledger.copy(), regressed));
        }
    }

    private void take(LogEntry entry, Message message) throws JMSException {
        LogEntry.Body body = entry.body();
        if (entry.stamp().shards() != settings.shards()) {
            obstacle = "the log has " + entry.stamp().shards() + " shards, this instance is configured for "
                    + settings.shards() + "; set tidings.shards to "
                    + entry.stamp().shards();
            throw new JMSException(obstacle);
        }
        if (entry.stamp().term() < ledger.term()) {
            stale.increment();
            return;
        }
        if (body.lastSeq() <= ledger.lastSeq() && entry.stamp().epoch().equals(ledger.epoch())) {
            return;
        }
        ledger.apply(entry, (int) ((jakarta.jms.BytesMessage) message).getBodyLength());
        if (knownEpochs.add(ledger.epoch())) {
            reader.newEpoch(shard, ledger.epoch(), body.firstSeq());
            position = new Position(ledger.epoch(), body.firstSeq() - 1);
        }
        if (!ledger.epoch().equals(position.epoch()) || body.lastSeq() <= position.seq()) {
            return;
        }
        if (body.firstSeq() > position.seq() + 1) {
            holes.increment();
            LOG.log(
                    Level.ERROR,
                    "shard {0}: positions {1} to {2} never came",
                    shard,
                    position.seq() + 1,
                    body.firstSeq() - 1);
            reader.hole(shard, position.seq(), body.firstSeq());
        }
        deliver(entry);
        position = new Position(ledger.epoch(), body.lastSeq());
    }

    private void deliver(LogEntry entry) {
        LogEntry.Body body = entry.body();
        if (body instanceof LogEntry.Events events) {
            for (LogEntry.Item item : events.items()) {
                if (item.seq() > position.seq()) {
                    deliver(entry.stamp().epoch(), item);
                }
            }
            return;
        }
        if (body instanceof LogEntry.Checkpoint checkpoint) {
            reader.heads(shard, checkpoint.heads(), checkpoint.forgottenThrough());
        }
        reader.advanced(shard, body.lastSeq(), ledger.retainedFrom());
        if (body instanceof LogEntry.Barrier barrier) {
            answers.accepted(barrier.origin(), shard, entry.stamp().epoch(), barrier.lastSeq());
        }
    }

    private void deliver(String epoch, LogEntry.Item item) {
        Event event = new Event(shard, epoch, item.seq(), item.prev(), item.at(), item.origin(), item.publication());
        reader.event(event, ledger.retainedFrom());
        lag.record(Math.max(0, System.currentTimeMillis() - item.at()), TimeUnit.MILLISECONDS);
        answers.accepted(item.origin(), shard, epoch, item.seq());
    }
}
