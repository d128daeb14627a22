package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Artemis has no setting for the threads on which clients in its own process are given what the broker sends: a private field of its
 * own is set. A version without that field works too, and wakes a further thread for each packet, which nobody would notice.
 */
class ClientsInTheSameProcessUseTheBrokersThreadsTest {
    @TempDir
    private Path journal;

    @Test
    void forAllThatTheyReceive() throws Exception {
        List<Thread> receiving = new CopyOnWriteArrayList<>();
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 100, 1L << 20);
                ActiveMQConnectionFactory factory =
                        new ActiveMQConnectionFactory("vm://0" + broker.users().asInstance())) {
            factory.getServerLocator().addIncomingInterceptor((packet, from) -> receiving.add(Thread.currentThread()));
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    MessageConsumer reader = session.createConsumer(session.createQueue("log.0::log-0"))) {
                connection.start();
                broker.send("log.0", 0, 5, 10);
                assertThat(BrokerUnderTest.numbers(reader, 5)).containsExactly(0, 1, 2, 3, 4);
            }
        }
        assertThat(receiving).hasSizeGreaterThan(5).allMatch(Relay.Worker.class::isInstance);
    }
}
