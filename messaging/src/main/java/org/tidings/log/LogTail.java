package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Reads one shard's log from its oldest retained entry to its end and on, and hands every entry to the reader once, in order.
 *
 * <p>Confined to its own thread but for what is marked volatile. After a lost connection it resumes at the last entry it
 * knows; when that entry does not come first, the log changed meanwhile, and it reads from the oldest again.
 */
final class LogTail extends BrokerThread {

    private static final Logger LOG = System.getLogger(LogTail.class.getName());

    private static final long RECEIVE_MILLIS = 250;
    private static final long ANCHOR_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LogShard shard;
    private final LogSettings settings;
    private final ChannelStorage storage;
    private final TailReader reader;
    private final ExpectedEntries expected = new ExpectedEntries(() -> closed() || obstacle() != null);
    private final SkippedRecords skipped;
    private final Counter stale;
    private final ErasureLookup erasures;

    /** The present one. */
    private Connection connection;

    /** What follows from the entries read since the log was last read from its oldest. */
    private ShardLedger ledger;
    /** Set when the next connection must read from the oldest entry, whatever is known. */
    private boolean rereading;
    /** Whether the ledger's last entry was seen on this connection, so that what comes follows it. */
    private boolean anchored;
    /** Whether who wrote last takes several publishes in one message, as far as this tail has read. */
    private volatile boolean takesBatches;
    /** Of the last leader, as far as this tail has read. */
    private volatile long youngestTerm;
    /** Why this log cannot be read at all; null while it can. */
    private volatile String obstacle;

    /**
     * What a probe shows.
     *
     * @param ledger the state at the end of the log, the receiver's own copy
     * @param restored whether this instance has read what is not in the log: an older journal was restored
     */
    record End(ShardLedger ledger, boolean restored) {}

    LogTail(
            LogShard shard,
            LogSettings settings,
            ChannelStorage storage,
            BrokerConnector connector,
            TailReader reader,
            MeterRegistry meters) {
        super("tidings-tail-" + shard, LOG, connector);
        this.shard = shard;
        this.settings = settings;
        this.storage = storage;
        this.reader = reader;
        this.ledger = new ShardLedger(settings, storage);
        this.erasures = new ErasureLookup(shard, settings, this::closed);
        this.skipped = new SkippedRecords(LogAddresses.log(shard), meters);
        this.stale = Counter.builder("tidings.log.stale.entries")
                .description("Entries of a deposed leader that were skipped")
                .register(meters);
    }

    /** Null while the log can be read. Safe on any thread. */
    String obstacle() {
        return obstacle;
    }

    /** Whether the shard's leader takes several publishes in one message, as far as is known. Safe on any thread. */
    boolean leaderTakesBatches() {
        return takesBatches;
    }

    /** The highest term of a leader that this tail has read of since it began at the oldest entry. Safe on any thread. */
    long youngestTerm() {
        return youngestTerm;
    }

    /** For what a take-over is about to write. Safe on any thread. */
    ExpectedEntries expected() {
        return expected;
    }

    @Override
    void end() {
        super.end();
        expected.abandon();
    }

    @Override
    void serve(Connection opened) throws JMSException {
        connection = opened;
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer entries = consumer(session);
            connection.start();
            long anchorDeadline = System.nanoTime() + ANCHOR_TIMEOUT_NANOS;
            while (!closed() && !rereading) {
                Message message = entries.receive(RECEIVE_MILLIS);
                if (message == null) {
                    connected();
                } else {
                    read(message);
                }
                if (!anchored && System.nanoTime() > anchorDeadline) {
                    reread("its end is before position " + ledger.lastSeq());
                }
            }
        }
    }

    /** By the queue's full name: only so a selector works, and no queue comes into being. */
    private MessageConsumer consumer(Session session) throws JMSException {
        Queue queue = session.createQueue(LogAddresses.fullName(LogAddresses.log(shard), LogAddresses.logQueue(shard)));
        anchored = rereading || ledger.lastSeq() == 0;
        rereading = false;
        if (anchored) {
            ledger = new ShardLedger(settings, storage);
            return session.createConsumer(queue);
        }
        String seq = LogAddresses.SEQ_PROPERTY;
        return session.createConsumer(
                queue, seq + " >= " + ledger.lastSeq() + " OR " + seq + " = " + LogAddresses.NO_SEQ);
    }

    private void read(Message message) throws JMSException {
        LogEntry entry;
        int bytes;
        try {
            byte[] record = Records.bytes(message);
            bytes = record.length;
            entry = LogEntryCodec.decode(record);
        } catch (BadRecord e) {
            skipped.skipped(e);
            connected();
            return;
        }
        if (entry.body() instanceof LogEntry.Probe probe) {
            if (anchored) {
                ledger.passBy(bytes);
                expected.read(probe.id(), this::shown);
            } else if (expected.isExpected(probe.id())) {
                // It was written just now: nothing that this tail knows stands before it any more.
                reread("its end is before position " + ledger.lastSeq());
            }
        } else if (anchored) {
            boolean batches = message.propertyExists(LogAddresses.BATCHES_PROPERTY);
            take(entry, bytes, batches);
        } else if (isLastKnown(entry)) {
            anchored = true;
        } else {
            reread("its entry at position " + ledger.lastSeq() + " is gone");
        }
    }

    private boolean isLastKnown(LogEntry entry) {
        return entry.body().lastSeq() == ledger.lastSeq() && entry.stamp().term() == ledger.term();
    }

    private void reread(String why) {
        LOG.log(Level.WARNING, "shard {0}: reading the whole log again: {1}", shard, why);
        rereading = true;
    }

    private End shown() {
        return new End(ledger.copy(), !ledger.continues(reader.position()));
    }

    private void take(LogEntry entry, int bytes, boolean batches) throws JMSException {
        checkShards(entry.stamp().shards());
        long term = entry.stamp().term();
        boolean known = entry.body().lastSeq() <= ledger.lastSeq()
                && entry.stamp().epoch().equals(ledger.epoch());
        if (term < ledger.highestTerm()) {
            stale.increment();
            ledger.passBy(bytes);
            expected.read(entry, false);
        } else if (known && entry.body() instanceof LogEntry.Marker) {
            ledger.depose(term, bytes);
            youngestTerm = term;
            expected.read(entry, false);
        } else if (known) {
            ledger.passBy(bytes);
        } else {
            if (reader.misses(entry)) {
                // Before it is taken for lost: whoever erased it said so in the log.
                LOG.log(
                        Level.INFO,
                        "shard {0}: asking what was erased before position {1}",
                        shard,
                        entry.body().firstSeq());
                erasures.erasures(connection, each -> reader.erased().add(each.positions(), ledger.retainedFrom()));
            }
            if (entry.body() instanceof LogEntry.Marker || entry.body() instanceof LogEntry.Checkpoint) {
                takesBatches = batches;
            }
            ledger.apply(entry, bytes);
            youngestTerm = term;
            reader.take(entry, ledger);
            expected.read(entry, true);
        }
        connected();
    }

    private void checkShards(int shards) throws JMSException {
        if (shards == settings.shards()) {
            obstacle = null;
            return;
        }
        String name = shard.isMain() ? "the log" : "the log " + shard.group();
        obstacle = name + " has " + shards + " shards, this instance is configured for " + settings.shards() + "; set "
                + (shard.isMain() ? "tidings.shards" : "\"shards\" of that log") + " to " + shards;
        expected.abandon();
        throw new JMSException(obstacle);
    }
}
