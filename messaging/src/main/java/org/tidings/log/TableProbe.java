package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.UUID;

/**
 * What a reader writes behind everything that was in a table when it began, to know when it has read that: an empty queue and one
 * that has not been delivered yet look alike. Other readers meet it too, and pass it over.
 */
record TableProbe(String id) {

    /** Longer than its way takes; then it has no use. */
    private static final long LIFE_MILLIS = 60_000;

    /** Writes one of its own. @param address multicast, with the table's queue in it */
    static TableProbe send(Connection connection, String address) throws JMSException {
        TableProbe probe = new TableProbe(UUID.randomUUID().toString());
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createTopic(address));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setTimeToLive(LIFE_MILLIS);
            Message message = session.createMessage();
            message.setStringProperty(LogAddresses.PROBE_PROPERTY, probe.id());
            producer.send(message);
            session.commit();
        }
        return probe;
    }

    /** Whose probe a message is; null where it is none. */
    static TableProbe in(Message message) throws JMSException {
        String id = message.getStringProperty(LogAddresses.PROBE_PROPERTY);
        return id == null ? null : new TableProbe(id);
    }
}
