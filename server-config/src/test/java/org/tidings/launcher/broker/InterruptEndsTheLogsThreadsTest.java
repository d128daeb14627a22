package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.tidings.testkit.Await;

/**
 * A container that stops an application interrupts the threads it lent. The broker's client wraps that in an exception of its
 * own and forgets the interrupt: the threads took it for a lost connection, opened a new one, and outlived the application.
 */
class InterruptEndsTheLogsThreadsTest {

    private final List<Thread> lent = new CopyOnWriteArrayList<>();

    private Thread lend(Runnable task) {
        Thread thread = new Thread(task);
        lent.add(thread);
        return thread;
    }

    private void awaitEnd() {
        Await.await(Await.PATIENCE, () -> lent.stream().noneMatch(Thread::isAlive), () -> "alive: " + lent);
    }

    @Test
    void everyThreadEndsAndClosingIsStillPossible() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(2))) {
            try (LogInstance instance = LogInstance.starting(broker.url(), broker.settings(), this::lend)) {
                instance.awaitReady();
                instance.accepted("c:a", null, "1");
                assertThat(lent).hasSize(10).allMatch(Thread::isAlive);
                lent.forEach(Thread::interrupt);
                awaitEnd();
            }
        }
    }

    @Test
    void alsoThoseThatWaitForABrokerThatIsDown() {
        try (TestBroker broker = TestBroker.down(LogShapes.shards(2))) {
            try (LogInstance instance = LogInstance.starting(broker.url(), broker.settings(), this::lend)) {
                assertThat(instance.obstacles()).isNotEmpty();
                lent.forEach(Thread::interrupt);
                awaitEnd();
            }
        }
    }
}
