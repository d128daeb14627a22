package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends one shard's publishes of this instance to {@code publish.N}, in their order.
 *
 * <p>They travel non-persistent: the answer is the committed event seen in the tail, and one lost on the way is sent again.
 * But they travel in transactions, several in one: sent without, a message that a full address refuses would be lost in
 * silence, and a later one of the same publisher would go before it. Confined to its own thread.
 */
final class PublishSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(PublishSender.class.getName());

    private static final long TAKE_MILLIS = 250;
    private static final int MAX_BATCH = 256;

    /** Artemis sends a message in pieces, and keeps it in a file of its own, from 100 KiB on. */
    private static final int MAX_BATCH_BYTES = 48 << 10;

    private final LogShard shard;
    private final PendingPublishes pending;
    private final LogTail tail;
    /** Whether several publishes have travelled in one message. */
    private boolean batches;

    PublishSender(LogShard shard, BrokerConnector connector, PendingPublishes pending, LogTail tail) {
        super("tidings-sender-" + shard, LOG, connector);
        this.shard = shard;
        this.pending = pending;
        this.tail = tail;
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        AtomicReference<JMSException> lost = new AtomicReference<>();
        connection.setExceptionListener(lost::set);
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue(LogAddresses.publish(shard)));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            while (!closed()) {
                if (lost.get() != null) {
                    throw lost.get();
                }
                if (batches && !tail.leaderTakesBatches()) {
                    // It may have put them to the dead letters: nothing newer may go before them.
                    batches = false;
                    pending.askAgain();
                }
                PendingPublish first = pending.take(TAKE_MILLIS);
                if (tail.obstacle() != null) {
                    // No answer could come. Asked after the wait: the log may have turned out unreadable meanwhile.
                    throw new JMSException(tail.obstacle());
                }
                while (first != null) {
                    first = send(first, session, producer);
                }
                connected();
            }
        } finally {
            pending.sendAgain();
        }
    }

    /**
     * What waits goes in one message and one transaction. Once the leader takes batches even one alone goes as such: what a leader of
     * a former version, if one comes, must not take is then all or nothing, and is sent again in its order.
     *
     * @return the one that found no room any more, null if there is none
     */
    private PendingPublish send(PendingPublish first, Session session, MessageProducer producer) throws JMSException {
        List<PendingPublish> batch = new ArrayList<>();
        RecordWriter out = PublishRecordCodec.beginBatch();
        PendingPublish next = first;
        while (next != null) {
            int before = out.length();
            PublishRecordCodec.encode(out, next.record());
            if (!batch.isEmpty() && out.length() > MAX_BATCH_BYTES) {
                out.cut(before);
                break;
            }
            batch.add(next);
            next = batch.size() < MAX_BATCH ? pending.poll() : null;
        }
        if (tail.leaderTakesBatches()) {
            batches = true;
            producer.send(Records.message(session, PublishRecordCodec.endBatch(out, batch.size())));
        } else {
            for (PendingPublish each : batch) {
                producer.send(Records.message(session, PublishRecordCodec.encode(each.record())));
            }
        }
        commit(session, batch);
        return next;
    }

    private void commit(Session session, List<PendingPublish> batch) throws JMSException {
        List<PendingPublish> firstTimers = pending.committing(batch);
        try {
            session.commit();
        } catch (JMSException e) {
            if (FullAddress.refused(e)) {
                pending.refused(firstTimers);
            }
            throw e;
        }
    }
}
