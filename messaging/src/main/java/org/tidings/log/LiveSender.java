package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends one shard's live events of this instance to {@code live.N}: not persistent, in no transaction, without waiting for any
 * answer; what waits goes out together. Confined to its own thread.
 *
 * <p>In quiet times it says how far it has counted, so that a loss comes out which no later event would show, and so that the others know
 * that somebody is here ({@link OtherInstances}).
 */
final class LiveSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(LiveSender.class.getName());

    private static final long QUIET_MILLIS = 250;
    private static final long LONGEST_QUIET_MILLIS = 5_000;

    private final int shard;
    private final long origin;
    private final LiveQueue queue;
    private final Counter unreachable;
    /** Set once it could send for the first time. */
    private volatile boolean begun;

    /** @param unreachable counts what was handed over and could not be sent */
    LiveSender(int shard, long origin, LiveQueue queue, BrokerConnector connector, Counter unreachable) {
        super("tidings-live-sender-" + shard, LOG, connector);
        this.shard = shard;
        this.origin = origin;
        this.queue = queue;
        this.unreachable = unreachable;
    }

    /** Whether it could send once. Safe on any thread. */
    boolean begun() {
        return begun;
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        AtomicReference<JMSException> lost = new AtomicReference<>();
        connection.setExceptionListener(lost::set);
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createTopic(LogAddresses.live(shard)));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            // What waited while there was no connection is of yesterday.
            unreachable.increment(queue.clear());
            send(queue.take(0), session, producer);
            long tellMillis = QUIET_MILLIS;
            for (long sentNanos = System.nanoTime(); !closed(); ) {
                begun = true;
                connected();
                if (lost.get() != null) {
                    throw lost.get();
                }
                LiveQueue.Batch batch = queue.take(QUIET_MILLIS);
                boolean quiet = batch.events().isEmpty();
                long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos);
                if (!quiet || sinceMillis >= tellMillis) {
                    send(batch, session, producer);
                    sentNanos = System.nanoTime();
                    // Again and again, for this may get lost too; and more rarely.
                    tellMillis = quiet ? Math.min(LONGEST_QUIET_MILLIS, 2 * tellMillis) : QUIET_MILLIS;
                }
            }
        }
    }

    private void send(LiveQueue.Batch batch, Session session, MessageProducer producer) throws JMSException {
        BytesMessage message = Records.message(session, LiveRecordCodec.encode(origin, batch.first(), batch.events()));
        message.setLongProperty(LogAddresses.ORIGIN_PROPERTY, origin);
        producer.send(message);
    }
}
