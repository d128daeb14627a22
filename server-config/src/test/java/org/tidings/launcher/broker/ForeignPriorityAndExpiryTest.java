package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.tidings.log.LogSettings;
import org.tidings.log.PublishOutcome;

/**
 * Law 2: a message that another application sends with a JMS priority jumps the queue, and one with an expiry or a delay leaves
 * a hole, or its publisher without an answer. The broker takes all that from whatever is sent to the log.
 */
class ForeignPriorityAndExpiryTest {

    private static final int COUNT = 10;
    private static final long PATIENCE_MILLIS = 20_000;
    private static final LogSettings ONE_SHARD = LogShapes.shards(1);

    @Test
    void publishesWithPriorityExpiryAndDelayKeepTheirPlace() throws JMSException {
        try (TestBroker broker = TestBroker.up(ONE_SHARD);
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            // Before any instance: so it is given what they publish.
            MessageConsumer inBetween = session.createConsumer(session.createQueue("publish.0"));
            try (LogInstance instance = LogInstance.starting(broker.url(), ONE_SHARD)) {
                List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < COUNT; i++) {
                    outcomes.add(instance.publish("c:a", "m" + i, "\"payload-" + i + "\""));
                }
                List<byte[]> records = publishes(inBetween);
                for (int i = 0; i < COUNT; i++) {
                    send(session, records.get(i), i);
                }
                inBetween.close();
                assertThat(outcomes).map(LogInstance::get).hasOnlyElementsOfType(PublishOutcome.Accepted.class);
                assertThat(instance.read.payloads(0))
                        .containsExactlyElementsOf(IntStream.range(0, COUNT)
                                .mapToObj(i -> "\"payload-" + i + "\"")
                                .toList());
                assertThat(instance.read.holes(0)).isEmpty();
                assertThatNoEntryHasPriorityOrExpiry(session);
            }
        }
    }

    private static List<byte[]> publishes(MessageConsumer consumer) throws JMSException {
        List<byte[]> records = new ArrayList<>();
        while (records.size() < COUNT) {
            BytesMessage message = (BytesMessage) consumer.receive(PATIENCE_MILLIS);
            byte[] bytes = new byte[(int) message.getBodyLength()];
            message.readBytes(bytes);
            if (new String(bytes, StandardCharsets.ISO_8859_1).contains("payload-")) {
                records.add(bytes);
            }
        }
        return records;
    }

    /** The later, the more urgent; and with all else that moves or removes a message. */
    private static void send(Session session, byte[] record, int number) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue("publish.0"))) {
            producer.setPriority(number % 10);
            producer.setTimeToLive(1);
            if (number % 3 == 0) {
                producer.setDeliveryDelay(3_000);
            }
            BytesMessage message = session.createBytesMessage();
            message.setStringProperty("JMSXGroupID", "group-" + number % 2);
            message.writeBytes(record);
            producer.send(message);
        }
    }

    private static void assertThatNoEntryHasPriorityOrExpiry(Session session) throws JMSException {
        Enumeration<?> browsed =
                session.createBrowser(session.createQueue("log.0::log-0")).getEnumeration();
        List<?> entries = Collections.list(browsed);
        assertThat(entries).isNotEmpty().allSatisfy(entry -> {
            Message message = (Message) entry;
            assertThat(message.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
            assertThat(message.getJMSExpiration()).isZero();
        });
    }
}
