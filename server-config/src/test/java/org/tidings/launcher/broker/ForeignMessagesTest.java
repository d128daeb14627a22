package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Random;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;

/** Whoever reaches the broker can send to its addresses: nothing that Tidings did not write may stop a shard. */
class ForeignMessagesTest {

    @Test
    void garbageOnEveryAddressIsSkippedByReadersLeadersAndTheirSuccessors() throws JMSException {
        long seed = System.nanoTime();
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            instance.accepted("c:a", "1", "1");
            sendGarbage(broker, new Random(seed));
            instance.accepted("c:a", "2", "2");
            try (LogInstance late = LogInstance.of(broker)) {
                assertThat(late.read.payloads(0)).as("seed %d", seed).containsExactly("1", "2");
            }
            broker.stop();
            broker.start();
            instance.accepted("c:a", "3", "3");
            assertThat(instance.read.payloads(0)).as("seed %d", seed).containsExactly("1", "2", "3");
            assertThat(instance.read.epochs(0)).hasSize(1);
        }
    }

    private static void sendGarbage(TestBroker broker, Random random) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer[] addresses = {
                session.createProducer(session.createQueue("publish.0")),
                session.createProducer(session.createTopic("log.0")),
                session.createProducer(session.createTopic("dedupe.0")),
                session.createProducer(session.createTopic("verdict"))
            };
            for (MessageProducer address : addresses) {
                address.send(session.createTextMessage("hello"));
                address.send(session.createMessage());
                for (int i = 0; i < 50; i++) {
                    byte[] bytes = new byte[random.nextInt(100)];
                    random.nextBytes(bytes);
                    if (bytes.length > 2) {
                        // A format that is known, and a kind that may be.
                        bytes[0] = 1;
                        bytes[1] = (byte) random.nextInt(7);
                    }
                    BytesMessage message = session.createBytesMessage();
                    message.writeBytes(bytes);
                    address.send(message);
                }
            }
        }
    }
}
