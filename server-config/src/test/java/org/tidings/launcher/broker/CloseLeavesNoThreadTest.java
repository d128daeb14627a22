package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** An instance that is taken out of a running server takes its threads with it, soon, whatever the broker does. */
class CloseLeavesNoThreadTest {

    /** Two seconds, and what a busy machine adds. */
    private static final Duration SOON = Duration.ofSeconds(8);

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    @Test
    void threadsEndWhileTheBrokerAnswers() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(4))) {
            LogInstance instance = LogInstance.of(broker);
            instance.accepted("c:a", null, "1");
            assertClosesSoon(instance);
            awaitNoThread();
        }
    }

    @Test
    void threadsEndWhileTheBrokerIsDown() {
        try (TestBroker broker = TestBroker.down(LogShapes.shards(4))) {
            LogInstance instance = LogInstance.starting(broker.url(), broker.settings());
            CompletableFuture<PublishOutcome> waiting = instance.publish("c:a", null, "1");
            assertClosesSoon(instance);
            assertThat(waiting).isCompletedWithValue(new PublishOutcome.Unavailable());
            awaitNoThread();
        }
    }

    /**
     * A stopped broker answers no goodbye. Closing said goodbye to it for one connection after the other, five seconds each:
     * more than a minute for an instance of four shards.
     */
    @Test
    void threadsEndWhileTheBrokerIsStopped() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(4));
                FaultyLink link = new FaultyLink(broker)) {
            LogInstance instance = LogInstance.of(link.url(), broker.settings());
            link.freeze();
            CompletableFuture<PublishOutcome> waiting = instance.publish("c:a", null, "1");
            assertClosesSoon(instance);
            assertThat(waiting).isDone();
            awaitNoThread();
        }
    }

    private static void assertClosesSoon(LogInstance instance) {
        long start = System.nanoTime();
        instance.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private void awaitNoThread() {
        Await.await(Await.PATIENCE, () -> newThreads().isEmpty(), () -> "still running: " + newThreads());
    }

    /** Those of the log and of the broker's client. */
    private List<Thread> newThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().startsWith("tidings-")
                        || thread.getName().toLowerCase(Locale.ROOT).contains("activemq-client"))
                .toList();
    }
}
