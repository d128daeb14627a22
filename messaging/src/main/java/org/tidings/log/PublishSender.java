package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends one shard's publishes of this instance to {@code publish.N}, in their order.
 *
 * <p>They travel non-persistent: the answer is the committed event seen in the tail, and one lost on the way is sent again.
 * Confined to its own thread.
 */
final class PublishSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(PublishSender.class.getName());

    private static final long TAKE_MILLIS = 500;

    private final int shard;
    private final PendingPublishes pending;

    PublishSender(int shard, BrokerConnector connector, PendingPublishes pending) {
        super("tidings-sender-" + shard, LOG, connector);
        this.shard = shard;
        this.pending = pending;
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue(LogAddresses.publish(shard)));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            AtomicReference<JMSException> lost = new AtomicReference<>();
            connection.setExceptionListener(lost::set);
            connected();
            while (!closed()) {
                if (lost.get() != null) {
                    throw lost.get();
                }
                PendingPublishes.Pending next = pending.take(TAKE_MILLIS);
                if (next != null) {
                    producer.send(Records.message(session, PublishRecordCodec.encode(next.record())));
                }
            }
        } finally {
            pending.sendAgain();
        }
    }
}
