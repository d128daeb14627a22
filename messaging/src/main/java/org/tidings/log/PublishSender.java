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
    private static final int MAX_BATCH = 100;
    private static final int MAX_BATCH_BYTES = 256 << 10;

    private final LogShard shard;
    private final PendingPublishes pending;
    private final LogTail tail;

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
                PendingPublish first = pending.take(TAKE_MILLIS);
                if (tail.obstacle() != null) {
                    // No answer could come. Asked after the wait: the log may have turned out unreadable meanwhile.
                    throw new JMSException(tail.obstacle());
                }
                if (first != null) {
                    send(first, session, producer);
                }
                connected();
            }
        } finally {
            pending.sendAgain();
        }
    }

    private void send(PendingPublish first, Session session, MessageProducer producer) throws JMSException {
        List<PendingPublish> batch = new ArrayList<>();
        long bytes = 0;
        for (PendingPublish next = first; next != null; ) {
            byte[] record = PublishRecordCodec.encode(next.record());
            producer.send(Records.message(session, record));
            batch.add(next);
            bytes += record.length;
            next = batch.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES ? pending.poll() : null;
        }
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
