package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;

/**
 * A non-persistent message sent outside a transaction to a full address is lost in silence: the broker writes a line to its
 * log, the sender hears nothing, and the next message, for which there is room again, goes before it.
 */
class FullPublishQueueTest {

    @Test
    void whatAFullQueueRefusesIsSentAgainInItsOrder() throws JMSException {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1))) {
            fill(broker);
            // Refused, sent again, until its own sequencer has made room by dropping what is no publish.
            try (LogInstance instance = LogInstance.starting(broker.url(), broker.settings())) {
                Publisher publisher = Publisher.start(instance, "p", "c:a", 500);
                publisher.finish();
                publisher.assertInOrder(instance.read.events(0));
                assertThat(instance.read.count(0)).isEqualTo(500);
            }
        }
    }

    private static void fill(TestBroker broker) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("publish.0"));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            assertThatThrownBy(() -> {
                        for (; ; ) {
                            BytesMessage garbage = session.createBytesMessage();
                            garbage.writeBytes(new byte[90_000]);
                            producer.send(garbage);
                            session.commit();
                        }
                    })
                    .hasMessageContaining("is full");
        }
    }
}
