package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tidings.testkit.Await;

/**
 * A thread of the broker does itself what its task hands on. Some of Artemis' tasks wait for what they have handed on, as for a queue's
 * executor to be done: that must not wait for them.
 */
@Timeout(30)
final class StepWaitsForTheNextTest {

    private final Relay relay = new Relay();
    private final ExecutorService work = relay.pool("work", 4);
    private final ExecutorService journal = relay.pool("journal", 1);

    @AfterEach
    void end() throws InterruptedException {
        for (ExecutorService pool : List.of(work, journal)) {
            pool.shutdown();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        relay.close();
    }

    @Test
    void nextStepsRunOnTheSameThreadInTheirOrder() {
        List<String> done = new CopyOnWriteArrayList<>();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        work.execute(() -> {
            for (ExecutorService pool : List.of(journal, work, journal)) {
                pool.execute(() -> {
                    done.add(pool == work ? "work" : "journal");
                    threads.add(Thread.currentThread());
                });
            }
            done.add("first");
            threads.add(Thread.currentThread());
        });
        Await.await(Await.PATIENCE, () -> done.size() == 4, () -> "only " + done);
        assertThat(done).containsExactly("first", "journal", "work", "journal");
        assertThat(threads.stream().distinct()).hasSize(1);
    }

    @Test
    void stepForWhichItsPredecessorWaitsIsDoneByAnother() throws Exception {
        CompletableFuture<Thread> waited = new CompletableFuture<>();
        CompletableFuture<Thread> first = new CompletableFuture<>();
        work.execute(() -> {
            CountDownLatch done = new CountDownLatch(2);
            journal.execute(done::countDown);
            work.execute(() -> {
                waited.complete(Thread.currentThread());
                done.countDown();
            });
            try {
                done.await();
                first.complete(Thread.currentThread());
            } catch (InterruptedException e) {
                first.completeExceptionally(e);
            }
        });
        assertThat(waited.get()).isNotSameAs(first.get());
    }

    /** The watch sleeps where nothing is handed on; it must be woken for the next. */
    @Test
    void stepIsRescuedAlsoAfterALongQuiet() throws Exception {
        Thread watch = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("broker-watch"))
                .reduce((one, other) -> one.getId() > other.getId() ? one : other)
                .orElseThrow();
        Await.await(Await.PATIENCE, () -> watch.getState() == Thread.State.WAITING, () -> "it never sleeps");
        stepForWhichItsPredecessorWaitsIsDoneByAnother();
    }

    @Test
    void faultOfOneStepIsNoneOfTheNext() throws Exception {
        CompletableFuture<Thread.State> next = new CompletableFuture<>();
        work.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
            work.execute(() -> next.complete(Thread.currentThread().getState()));
            throw new IllegalStateException("a fault");
        });
        assertThat(next.get()).isEqualTo(Thread.State.RUNNABLE);
    }

    @Test
    void whatComesFromOutsideIsDoneByAsManyAsThereMayBe() throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        CountDownLatch done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            work.execute(() -> {
                together.countDown();
                try {
                    together.await();
                    done.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
