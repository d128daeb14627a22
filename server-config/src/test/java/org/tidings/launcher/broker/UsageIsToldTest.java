package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsUsageExchange;
import org.tidings.testkit.Await;

/** What a user takes at one instance is not known at the others, or is held against him when it is long past. */
class UsageIsToldTest {

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final Instance a = new Instance();
    private final Instance b = new Instance();

    private final class Instance implements AutoCloseable {
        private final Map<String, Long> untold = new HashMap<>();
        private final Map<String, Long> elsewhere = new ConcurrentHashMap<>();
        private final BrokerConnector connector =
                new BrokerConnector(new BrokerConnector.Endpoint(broker.url(), null, null, null));
        private final JmsUsageExchange usage = new JmsUsageExchange(connector, Thread::new, new SimpleMeterRegistry());

        Instance() {
            usage.start(20, this::taken, (user, times) -> elsewhere.merge(user, times, Long::sum));
        }

        synchronized void take(String user, long times) {
            untold.merge(user, times, Long::sum);
        }

        private synchronized Map<String, Long> taken() {
            Map<String, Long> told = Map.copyOf(untold);
            untold.clear();
            return told;
        }

        @Override
        public void close() {
            usage.close();
            connector.close();
        }
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        broker.close();
    }

    @Test
    void theOthersHearOfItAndTheOwnDoNot() {
        awaitHeard("first");
        for (int i = 0; i < 1_000; i++) {
            a.take("user-" + i, i);
        }
        Await.await(Await.PATIENCE, () -> b.elsewhere.size() >= 1_001, () -> b.elsewhere.size() + " users");

        assertThat(b.elsewhere).containsEntry("user-999", 999L);
        assertThat(a.elsewhere).isEmpty();
    }

    @Test
    void whatWasTakenWhileTheBrokerWasAwayIsNotToldLater() {
        awaitHeard("before");
        broker.stop();
        a.take("meanwhile", 1_000);
        broker.start();
        awaitHeard("after");

        assertThat(b.elsewhere).doesNotContainKey("meanwhile");
    }

    /** Until both listen, what is told is lost. */
    private void awaitHeard(String user) {
        Await.await(
                Await.PATIENCE,
                () -> {
                    a.take(user, 1);
                    return b.elsewhere.containsKey(user);
                },
                () -> "heard of " + b.elsewhere.keySet());
    }
}
