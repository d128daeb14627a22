package org.tidings.log;

import io.micrometer.core.instrument.Counter;
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
import java.lang.System.Logger.Level;
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

    private static final int MAX_BATCH = 200;
    private static final long RECEIVE_MILLIS = 1_000;

    private final int shard;
    private final LogSettings settings;
    private final Takeover takeover;
    private final LogTrimmer trimmer;
    private final Counter badRecords;
    private final Timer commits;
    private final Counter sequenced;
    private final Counter duplicates;

    Sequencer(int shard, LogSettings settings, BrokerConnector connector, LogTail tail, MeterRegistry meters) {
        super("tidings-sequencer-" + shard, LOG, connector);
        this.shard = shard;
        this.settings = settings;
        this.takeover = new Takeover(shard, settings, connector, tail);
        this.trimmer = new LogTrimmer(shard, connector);
        this.badRecords = Counter.builder("tidings.log.bad.records")
                .description("Messages on publish.N that are no publish record")
                .register(meters);
        this.commits = Timer.builder("tidings.log.commit")
                .description("Time to commit one batch of entries to the broker")
                .register(meters);
        this.sequenced = Counter.builder("tidings.log.sequenced")
                .description("Events given a place in the log by this instance")
                .register(meters);
        this.duplicates = Counter.builder("tidings.log.duplicates")
                .description("Publishes answered with the position of their first")
                .register(meters);
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer log = session.createProducer(session.createTopic(LogAddresses.log(shard)));
            MessageProducer dedupe = session.createProducer(session.createTopic(LogAddresses.dedupe(shard)));
            MessageProducer verdicts = session.createProducer(session.createTopic(LogAddresses.VERDICT));
            dedupe.setTimeToLive(2 * settings.dedupeWindowMillis());
            verdicts.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            MessageConsumer publishes = session.createConsumer(session.createQueue(LogAddresses.publish(shard)));
            connection.start();
            connected();
            Lead lead = null;
            while (!closed()) {
                Message first = publishes.receive(RECEIVE_MILLIS);
                if (first == null) {
                    continue;
                }
                if (lead == null) {
                    // Its place comes once the log is known; the rollback puts it back at the head of the queue.
                    session.rollback();
                    lead = takeover.run(session, log, dedupe);
                    continue;
                }
                List<PublishRecord> batch = batch(first, publishes);
                commit(session, log, dedupe, verdicts, lead.sequence(batch, System.currentTimeMillis()));
                trimmer.trim(lead.trimBelow());
            }
        }
    }

    private List<PublishRecord> batch(Message first, MessageConsumer publishes) throws JMSException {
        List<PublishRecord> batch = new ArrayList<>();
        for (Message next = first; next != null; next = batch.size() < MAX_BATCH ? publishes.receiveNoWait() : null) {
            try {
                batch.add(PublishRecordCodec.decode(Records.bytes(next)));
            } catch (BadRecord e) {
                badRecords.increment();
                LOG.log(Level.WARNING, "publish.{0}: a message that is no publish record was dropped: {1}", shard, e);
            }
        }
        return batch;
    }

    private void commit(
            Session session, MessageProducer log, MessageProducer dedupe, MessageProducer verdicts, Lead.Batch batch)
            throws JMSException {
        for (Lead.Written written : batch.entries()) {
            BytesMessage message = Records.message(session, written.bytes());
            message.setLongProperty(LogAddresses.SEQ_PROPERTY, written.lastSeq());
            log.send(message);
        }
        if (!batch.firsts().isEmpty()) {
            dedupe.send(Records.message(session, DedupeWindow.encode(batch.firsts())));
        }
        for (Verdict verdict : batch.verdicts()) {
            BytesMessage message = Records.message(session, PublishRecordCodec.encode(verdict));
            message.setLongProperty(
                    LogAddresses.ORIGIN_PROPERTY, verdict.origin().incarnation());
            verdicts.send(message);
        }
        long start = System.nanoTime();
        session.commit();
        commits.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        sequenced.increment(batch.firsts().size());
        duplicates.increment(batch.verdicts().stream()
                .filter(verdict -> verdict.kind() == Verdict.Kind.DUPLICATE)
                .count());
    }
}
