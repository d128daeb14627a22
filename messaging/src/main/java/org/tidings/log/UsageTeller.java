package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Tells the other instances in small messages what users took here, and hears of theirs. Messages are not kept and end soon: late
 * they would be held against users for what is long past. Confined to its own thread.
 */
final class UsageTeller extends BrokerThread {

    private static final Logger LOG = System.getLogger(UsageTeller.class.getName());

    /** Clocks agree to within seconds. */
    private static final long LIFE_MILLIS = 10_000;

    /** Beyond 100 KB the broker would write a message to the disk; a name has up to 600 bytes. */
    private static final int USERS_PER_MESSAGE = 100;

    private final long incarnation = new SecureRandom().nextLong() >>> 1;
    private final long everyNanos;
    private final Supplier<Map<String, Long>> taken;
    private final ObjLongConsumer<String> takenElsewhere;
    private final SkippedRecords skipped;

    UsageTeller(
            long everyMillis,
            Supplier<Map<String, Long>> taken,
            ObjLongConsumer<String> takenElsewhere,
            BrokerConnector connector,
            MeterRegistry meters) {
        super("tidings-usage", LOG, connector);
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
        this.taken = taken;
        this.takenElsewhere = takenElsewhere;
        this.skipped = new SkippedRecords(LogAddresses.USAGE, meters);
    }

    @Override
    void serve(Connection connection) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createTopic(LogAddresses.USAGE));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setTimeToLive(LIFE_MILLIS);
            MessageConsumer consumer = session.createConsumer(
                    session.createTopic(LogAddresses.USAGE), LogAddresses.ORIGIN_PROPERTY + " <> " + incarnation);
            connection.start();
            // What was taken while nobody could be told.
            taken.get();
            for (long due = System.nanoTime() + everyNanos; !closed(); ) {
                long wait = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
                Message message = wait > 0 ? consumer.receive(wait) : consumer.receiveNoWait();
                connected();
                if (message != null) {
                    hear(message);
                }
                if (System.nanoTime() - due >= 0) {
                    due = System.nanoTime() + everyNanos;
                    tell(session, producer);
                }
            }
        }
    }

    private void tell(Session session, MessageProducer producer) throws JMSException {
        Map<String, Long> part = new HashMap<>();
        for (Map.Entry<String, Long> usage : taken.get().entrySet()) {
            part.put(usage.getKey(), usage.getValue());
            if (part.size() == USERS_PER_MESSAGE) {
                send(part, session, producer);
                part.clear();
            }
        }
        if (!part.isEmpty()) {
            send(part, session, producer);
        }
    }

    private void send(Map<String, Long> usage, Session session, MessageProducer producer) throws JMSException {
        BytesMessage message = Records.message(session, UsageCodec.encode(usage));
        message.setLongProperty(LogAddresses.ORIGIN_PROPERTY, incarnation);
        producer.send(message);
    }

    private void hear(Message message) throws JMSException {
        try {
            UsageCodec.decode(Records.bytes(message)).forEach(takenElsewhere::accept);
        } catch (BadRecord e) {
            skipped.skipped(e);
        }
    }
}
