package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two leaders of one shard at a time, or none after the first has gone. */
class LeadershipFollowsTheConsumerTest {
    private static final String PUBLISH = "publish.1";

    @TempDir
    private Path journal;

    @Test
    void onlyOneConsumerReceivesUntilItGoes() throws JMSException {
        try (BrokerUnderTest broker = new BrokerUnderTest(journal, 100, 1L << 20)) {
            MessageConsumer leader = broker.reader(PUBLISH);
            MessageConsumer next = broker.reader(PUBLISH);
            broker.send(PUBLISH, 0, 20, 10);
            assertThat(BrokerUnderTest.numbers(leader, 20)).hasSize(20);
            assertThat(next.receiveNoWait()).isNull();

            leader.close();
            broker.send(PUBLISH, 20, 1, 10);

            assertThat(BrokerUnderTest.numbers(next, 1)).containsExactly(20);
        }
    }
}
