package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.lang.System.Logger;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * Asks the live broker of a pair every few seconds whether the other one has everything, for whoever watches the instances: brokers
 * have no metrics of their own.
 */
final class PairWatch extends BrokerThread {

    private static final Logger LOG = System.getLogger(PairWatch.class.getName());

    private static final String MANAGEMENT_QUEUE = "activemq.management";
    private static final long PERIOD_MILLIS = 2_000;
    private static final long REPLY_TIMEOUT_MILLIS = 5_000;

    /** 1 for yes, 0 for no, not a number where nobody answers. Written by this thread. */
    private volatile double replicated = Double.NaN;

    PairWatch(BrokerConnector connector, MeterRegistry meters) {
        super("tidings-pair-watch", LOG, connector);
        Gauge.builder("tidings.broker.replicated", this, watch -> watch.replicated)
                .description("Whether both brokers of the pair have what is acknowledged")
                .register(meters);
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Queue replies = session.createTemporaryQueue();
            try (MessageConsumer consumer = session.createConsumer(replies)) {
                while (!closed()) {
                    replicated = ask(session, replies, consumer) ? 1 : 0;
                    connected();
                    pause(PERIOD_MILLIS);
                }
            }
        } finally {
            replicated = Double.NaN;
        }
    }

    private static boolean ask(Session session, Queue replies, MessageConsumer consumer) throws JMSException {
        Message request = session.createMessage();
        request.setJMSReplyTo(replies);
        JMSManagementHelper.putAttribute(request, ResourceNames.BROKER, "ReplicaSync");
        session.createProducer(session.createQueue(MANAGEMENT_QUEUE)).send(request);
        Message reply = consumer.receive(REPLY_TIMEOUT_MILLIS);
        if (reply == null || !JMSManagementHelper.hasOperationSucceeded(reply)) {
            throw new JMSException("the broker does not say whether it replicates");
        }
        return result(reply);
    }

    private static boolean result(Message reply) throws JMSException {
        try {
            return Boolean.TRUE.equals(JMSManagementHelper.getResult(reply, Boolean.class));
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
