package org.tidings.testkit.load;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.tidings.testkit.BrokerLogin;

/** How many publishes wait in a broker for their shards' leaders. Confined to one thread. */
final class QueueDepth implements AutoCloseable {

    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private final ClientSession session;

    QueueDepth(String brokerUrl, BrokerLogin login) {
        try {
            locator = ActiveMQClient.createServerLocator(brokerUrl);
            factory = locator.createSessionFactory();
            session = factory.createSession(
                    login.user(), login.password(), false, true, true, false, ActiveMQClient.DEFAULT_ACK_BATCH_SIZE);
        } catch (Exception e) {
            throw new IllegalStateException("no connection to " + brokerUrl, e);
        }
    }

    /** Over all shards. */
    long waiting() {
        try {
            long sum = 0;
            for (int shard = 0; ; shard++) {
                ClientSession.QueueQuery queue = session.queueQuery(SimpleString.of("publish." + shard));
                if (!queue.isExists()) {
                    return sum;
                }
                sum += queue.getMessageCount();
            }
        } catch (ActiveMQException e) {
            throw new IllegalStateException("the broker does not say how long its queues are", e);
        }
    }

    @Override
    public void close() {
        factory.close();
        locator.close();
    }
}
