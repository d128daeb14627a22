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
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.tidings.control.InstanceReport;

/**
 * Tells the other instances in small messages what users took here, and that this instance is there, and hears of theirs. Messages are not kept and end soon: late
 * they would be held against users for what is long past. Confined to its own thread.
 */
final class UsageTeller extends BrokerThread {

    private static final Logger LOG = System.getLogger(UsageTeller.class.getName());

    /** Clocks agree to within seconds. */
    private static final long LIFE_MILLIS = 10_000;

    /** Beyond 100 KB the broker would write a message to the disk; a name has up to 600 bytes. */
    private static final int USERS_PER_MESSAGE = 100;

    private static final long INTRODUCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What this instance says of itself, and who is told what others say. */
    record Introduction(Supplier<InstanceReport> own, Consumer<InstanceReport> other) {}

    private final long incarnation = new SecureRandom().nextLong() >>> 1;
    private final long everyNanos;
    private final Supplier<Map<String, Long>> taken;
    private final ObjLongConsumer<String> takenElsewhere;
    /** Null where nobody is to be told. */
    private final Introduction introduction;

    private final SkippedRecords skipped;

    UsageTeller(
            long everyMillis,
            Supplier<Map<String, Long>> taken,
            ObjLongConsumer<String> takenElsewhere,
            Introduction introduction,
            BrokerConnector connector,
            MeterRegistry meters) {
        super("tidings-usage", LOG, connector);
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
        this.taken = taken;
        this.takenElsewhere = takenElsewhere;
        this.introduction = introduction;
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
            long introduceAt = System.nanoTime();
            for (long due = introduceAt + everyNanos; !closed(); ) {
                long wait = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
                Message message = wait > 0 ? consumer.receive(wait) : consumer.receiveNoWait();
                connected();
                if (message != null) {
                    hear(message);
                }
                if (System.nanoTime() - due >= 0) {
                    due = System.nanoTime() + everyNanos;
                    tell(session, producer);
                    if (introduction != null && due - introduceAt >= 0) {
                        introduceAt = due + INTRODUCE_NANOS;
                        send(InstanceReportCodec.encode(introduction.own().get()), session, producer);
                    }
                }
            }
        }
    }

    private void tell(Session session, MessageProducer producer) throws JMSException {
        Map<String, Long> part = new HashMap<>();
        for (Map.Entry<String, Long> usage : taken.get().entrySet()) {
            part.put(usage.getKey(), usage.getValue());
            if (part.size() == USERS_PER_MESSAGE) {
                send(UsageCodec.encode(part), session, producer);
                part.clear();
            }
        }
        if (!part.isEmpty()) {
            send(UsageCodec.encode(part), session, producer);
        }
    }

    private void send(byte[] record, Session session, MessageProducer producer) throws JMSException {
        BytesMessage message = Records.message(session, record);
        message.setLongProperty(LogAddresses.ORIGIN_PROPERTY, incarnation);
        producer.send(message);
    }

    private void hear(Message message) throws JMSException {
        try {
            byte[] record = Records.bytes(message);
            if (!InstanceReportCodec.isReport(record)) {
                UsageCodec.decode(record).forEach(takenElsewhere::accept);
            } else if (introduction != null) {
                introduction.other().accept(InstanceReportCodec.decode(record));
            }
        } catch (BadRecord e) {
            skipped.skipped(e);
        }
    }
}
