package org.tidings.log;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/** Asks the broker how it is, on one session, started. Confined to the session's thread. */
final class ManagementQuestions implements AutoCloseable {

    private static final String MANAGEMENT_QUEUE = "activemq.management";
    private static final long REPLY_TIMEOUT_MILLIS = 5_000;

    private final Session session;
    private final Queue replies;
    private final MessageConsumer consumer;
    private final MessageProducer producer;

    ManagementQuestions(Session session) throws JMSException {
        this.session = session;
        this.replies = session.createTemporaryQueue();
        this.consumer = session.createConsumer(replies);
        this.producer = session.createProducer(session.createQueue(MANAGEMENT_QUEUE));
    }

    /** The attribute of one of the broker's parts, null where that is what it is. */
    <T> T ask(String resource, String attribute, Class<T> type) throws JMSException {
        Message request = session.createMessage();
        request.setJMSReplyTo(replies);
        JMSManagementHelper.putAttribute(request, resource, attribute);
        producer.send(request);
        Message reply = consumer.receive(REPLY_TIMEOUT_MILLIS);
        if (reply == null || !JMSManagementHelper.hasOperationSucceeded(reply)) {
            throw new JMSException("the broker does not say its " + attribute);
        }
        try {
            return type.cast(JMSManagementHelper.getResult(reply, type));
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws JMSException {
        producer.close();
        consumer.close();
    }
}
