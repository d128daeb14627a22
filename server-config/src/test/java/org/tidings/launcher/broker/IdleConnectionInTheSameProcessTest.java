package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker once overrode its clients' time to live with 4 s. Connections over {@code vm://} send no pings, so it ended every idle one
 * of its own instance every 4 s, and with it each shard's leadership.
 */
class IdleConnectionInTheSameProcessTest {
    @TempDir
    private Path journal;

    @Test
    void isNotEndedForItsSilence() throws Exception {
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 100, 1L << 20);
                ActiveMQConnectionFactory factory =
                        new ActiveMQConnectionFactory("vm://0" + broker.users().asInstance());
                Connection connection = factory.createConnection()) {
            CountDownLatch lost = new CountDownLatch(1);
            connection.setExceptionListener(e -> lost.countDown());
            connection.start();

            assertThat(lost.await(6, TimeUnit.SECONDS)).isFalse();
            assertThat(broker.settings().logs().main().shards()).isEqualTo(2);
        }
    }
}
