package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One shard's candidate for leadership: whichever instance holds the exclusive consumer of {@code publish.N} gives each
 * publish its place in the log.
 *
 * <p>Confined to its own thread. Publishes in, entries and verdicts out, in one JMS transaction: a leader that dies leaves
 * nothing half done, the broker gives its publishes to the next. On any failure it lets go of the connection, and so of the
 * lead, and starts anew.
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
    private final Timer commits;
    private final Counter sequenced;
    private final Counter duplicates;

    /** Whether it has taken the lead and not lost it, as far as it knows. Written by its own thread, read by the meter. */
    private volatile boolean leading;

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
        this.commits = Timer.builder("tidings.log.commit")
                .description("Time to commit one batch of entries to the broker")
                .register(meters);
        this.sequenced = Counter.builder("tidings.log.sequenced")
                .description("Entries given a place in the log by this instance")
                .register(meters);
        this.duplicates = Counter.builder("tidings.log.duplicates")
                .description("Publishes answered with the position of their first")
                .register(meters);
        Gauge.builder("tidings.log.leading", this, sequencer -> sequencer.leading ? 1 : 0)
                .description("Whether this instance writes the shard's log: 1 or 0")
                .tags(ShardTags.of(shard))
                .register(meters);
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        if (tail.obstacle() != null) {
            throw new JMSException(tail.obstacle());
        }
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Outlets outlets = new Outlets(session);
            MessageConsumer publishes = session.createConsumer(session.createQueue(LogAddresses.publish(shard)));
            LogTrimmer trimmer = new LogTrimmer(shard, settings, line());
            connection.start();
            Lead lead = null;
            while (!closed()) {
                long asked = System.nanoTime();
                Message first = publishes.receive(RECEIVE_MILLIS);
                boolean waited = System.nanoTime() - asked > AT_ONCE_NANOS;
                if (first == null) {
                    connected();
                } else if (lead == null) {
                    // Its place comes once the log is known; the rollback puts it back at the head of the queue.
                    session.rollback();
                    lead = takeOver(session, outlets, trimmer);
                    // Its predecessor may have died between saying so and doing it.
                    trimmer.erase(lead.erased());
                    leading = true;
                    connected();
                } else {
                    List<PublishRecord> records = batch(first, waited ? null : publishes, outlets.dead);
                    Lead.Batch batch = lead.sequence(records, System.currentTimeMillis());
                    commit(session, outlets, batch);
                    trimmer.erase(batch.erased());
                    trimmer.trim(lead.trimBelow());
                    connected();
                }
            }
        } finally {
            leading = false;
        }
    }

    private Lead takeOver(Session session, Outlets outlets, LogTrimmer trimmer)
            throws JMSException, InterruptedException {
        try {
            return takeover.run(session, outlets.log, outlets.dedupe);
        } catch (JMSException e) {
            if (FullAddress.refused(e)) {
                trimmer.makeRoom();
            }
            throw e;
        }
    }

    /** Where a leader writes. */
    private final class Outlets {
        final MessageProducer log;
        final MessageProducer dedupe;
        final MessageProducer verdicts;
        final DeadLetters dead;

        Outlets(Session session) throws JMSException {
            log = session.createProducer(session.createTopic(LogAddresses.log(shard)));
            dedupe = session.createProducer(session.createTopic(LogAddresses.dedupe(shard)));
            dedupe.setTimeToLive(2 * settings.dedupeWindowMillis());
            verdicts = session.createProducer(session.createTopic(LogAddresses.VERDICT));
            verdicts.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            dead = new DeadLetters(session, LogAddresses.publish(shard));
        }
    }

    /**
     * Bounded also where there is nothing but rubbish: what waits behind it must not wait for its end.
     *
     * @param publishes null where nothing else waits, for to ask the broker for more takes as long as to hand one on
     */
    private List<PublishRecord> batch(Message first, MessageConsumer publishes, DeadLetters dead) throws JMSException {
        List<PublishRecord> batch = new ArrayList<>();
        int messages = 0;
        long bytes = 0;
        Message next = first;
        while (next != null) {
            messages++;
            try {
                byte[] record = Records.bytes(next);
                bytes += record.length;
                batch.addAll(PublishRecordCodec.decode(record));
            } catch (BadRecord e) {
                skipped.skipped(e);
                dead.put(next, e.getMessage());
            }
            boolean full = messages == MAX_BATCH || batch.size() >= MAX_BATCH || bytes > Lead.maxBatchBytes(settings);
            next = full || publishes == null ? null : publishes.receiveNoWait();
        }
        return batch;
    }

    private void commit(Session session, Outlets outlets, Lead.Batch batch) throws JMSException {
        for (Lead.Written written : batch.entries()) {
            outlets.log.send(Records.entry(session, written));
        }
        for (byte[] record : batch.dedupeRecords()) {
            outlets.dedupe.send(Records.message(session, record));
        }
        for (Verdict verdict : batch.verdicts()) {
            BytesMessage message = Records.message(session, PublishRecordCodec.encode(verdict));
            message.setLongProperty(
                    LogAddresses.ORIGIN_PROPERTY, verdict.origin().incarnation());
            outlets.verdicts.send(message);
        }
        long start = System.nanoTime();
        session.commit();
        commits.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        sequenced.increment(
                batch.entries().stream().mapToLong(Lead.Written::positions).sum());
        duplicates.increment(batch.verdicts().stream()
                .filter(verdict -> verdict.kind() == Verdict.Kind.DUPLICATE)
                .count());
    }
}
