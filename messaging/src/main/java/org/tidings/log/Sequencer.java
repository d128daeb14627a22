package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;

/**
 * One shard's candidate for leadership: whichever instance holds the exclusive consumer of {@code publish.N} gives each
 * publish its place in the log.
 *
 * <p>Confined to its own thread. Publishes in, entries and verdicts out, in one JMS transaction: a leader that dies leaves
 * nothing half done, the broker gives its publishes to the next. While it leads it keeps a desk open for this instance's own. On
 * any failure it lets go of the connection, and so of the lead, and starts anew.
 */
final class Sequencer extends BrokerThread {

    private static final Logger LOG = System.getLogger(Sequencer.class.getName());

    /** Publishes in one transaction; a message that holds several is not split. */
    private static final int MAX_BATCH = 512;

    private static final long RECEIVE_MILLIS = 250;

    /** What comes later than this has not lain there. */
    private static final long AT_ONCE_NANOS = 50_000;

    private final LogShard shard;
    private final LogSettings settings;
    private final LogTail tail;
    private final Takeover takeover;
    private final SkippedRecords skipped;
    private final LogWriterMeters written;

    /** Whether it has taken the lead and not lost it, as far as it knows. Written by its own thread, read by the meter. */
    private volatile boolean leading;

    /** Where this instance's own publishes go while it leads; null where they go to the broker. Written by its own thread. */
    private volatile Desk desk;

    /**
     * Where publishes are stored that need not go to the broker and come back.
     *
     * @param writer of the one thread that brings them
     */
    record Desk(Leadership lead, LogWriter writer) {

        /** As {@link Leadership#store}. */
        void store(List<PublishRecord> records) throws JMSException {
            lead.store(records, writer);
        }
    }

    Sequencer(
            LogShard shard,
            LogSettings settings,
            ChannelStorage storage,
            BrokerConnector connector,
            LogTail tail,
            MeterRegistry meters) {
        super("tidings-sequencer-" + shard, LOG, connector);
        this.shard = shard;
        this.settings = settings;
        this.tail = tail;
        this.takeover = new Takeover(shard, settings, storage, line(), tail, meters, this::closed);
        this.skipped = new SkippedRecords(LogAddresses.publish(shard), meters);
        this.written = new LogWriterMeters(meters);
        Gauge.builder("tidings.log.leading", this, sequencer -> sequencer.leading ? 1 : 0)
                .description("Whether this instance writes the shard's log: 1 or 0")
                .tags(ShardTags.of(shard))
                .register(meters);
    }

    /** For the sender of this instance's publishes; null while it has to send them to the broker. Safe on any thread. */
    Desk desk() {
        Desk open = desk;
        return open == null || open.lead().isLost() ? null : open;
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        if (tail.obstacle() != null) {
            throw new JMSException(tail.obstacle());
        }
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            stand(connection, session);
        }
    }

    /** As a candidate until it leads, then as the leader. Where the session closes the broker gives the lead to another. */
    private void stand(Connection connection, Session session) throws JMSException, InterruptedException {
        Leadership lead = null;
        try {
            LogWriter writer = new LogWriter(shard, settings, session, written);
            DeadLetters dead = new DeadLetters(session, LogAddresses.publish(shard));
            MessageConsumer publishes = session.createConsumer(session.createQueue(LogAddresses.publish(shard)));
            LogTrimmer trimmer = new LogTrimmer(shard, settings, line());
            connection.start();
            while (!closed()) {
                long asked = System.nanoTime();
                Message first = publishes.receive(RECEIVE_MILLIS);
                boolean waited = System.nanoTime() - asked > AT_ONCE_NANOS;
                if (lead != null) {
                    // Publishes may have come to the desk that could not be stored.
                    lead.check();
                }
                if (first == null) {
                    connected();
                } else if (lead == null) {
                    // Its place comes once the log is known; the rollback puts it back at the head of the queue.
                    session.rollback();
                    lead = new Leadership(takeOver(session, trimmer), trimmer, tail::youngestTerm);
                    leading = true;
                    connected();
                } else {
                    boolean opening = desk == null && line().takesSeveralSessions();
                    Intake intake = new Intake(first, waited && !opening ? null : publishes, dead);
                    lead.store(intake.records, writer);
                    if (opening && intake.emptied) {
                        desk = new Desk(lead, deskWriter(connection));
                    }
                    connected();
                }
            }
        } finally {
            leading = false;
            desk = null;
            if (lead != null) {
                lead.end();
            }
        }
    }

    private LogWriter deskWriter(Connection connection) throws JMSException {
        return new LogWriter(shard, settings, connection.createSession(true, Session.SESSION_TRANSACTED), written);
    }

    private Lead takeOver(Session session, LogTrimmer trimmer) throws JMSException, InterruptedException {
        try {
            Lead lead = takeover.run(session);
            // Its predecessor may have died between saying so and doing it.
            trimmer.erase(lead.erased());
            return lead;
        } catch (JMSException e) {
            if (FullAddress.refused(e)) {
                trimmer.makeRoom();
            }
            throw e;
        }
    }

    /** What one transaction takes from the broker. */
    private final class Intake {
        final List<PublishRecord> records = new ArrayList<>();
        /** Whether nothing more was waiting. */
        final boolean emptied;

        /**
         * Bounded also where there is nothing but rubbish: what waits behind it must not wait for its end.
         *
         * @param publishes null where it need not be asked for more, for that takes the broker as long as to hand one on
         */
        Intake(Message first, MessageConsumer publishes, DeadLetters dead) throws JMSException {
            int messages = 0;
            long bytes = 0;
            boolean full = false;
            Message next = first;
            while (next != null) {
                messages++;
                try {
                    byte[] record = Records.bytes(next);
                    bytes += record.length;
                    records.addAll(PublishRecordCodec.decode(record));
                } catch (BadRecord e) {
                    skipped.skipped(e);
                    dead.put(next, e.getMessage());
                }
                full = messages == MAX_BATCH || records.size() >= MAX_BATCH || bytes > Lead.maxBatchBytes(settings);
                next = full || publishes == null ? null : publishes.receiveNoWait();
            }
            emptied = publishes != null && !full;
        }
    }
}
