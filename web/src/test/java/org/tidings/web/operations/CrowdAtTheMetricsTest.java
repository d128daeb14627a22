package org.tidings.web.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Metrics answer everybody and are dear: 200 slow readers of them left nothing of two processors for the connections. */
class CrowdAtTheMetricsTest {
    private static final int CROWD = 50;

    private final AtomicInteger scrapes = new AtomicInteger();

    @Test
    void thoseWhoComeDuringAScrapeShareTheNextOne() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        SharedScrape<Integer> shared = new SharedScrape<>(() -> {
            int number = scrapes.incrementAndGet();
            if (number == 1) {
                begun.countDown();
                await(held);
            }
            return number;
        });
        List<Integer> got = new CopyOnWriteArrayList<>();
        Thread first = asking(shared, got);
        begun.await();
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(asking(shared, got));
        }
        while (!crowd.stream().allMatch(each -> each.getState() == Thread.State.BLOCKED)) {
            Thread.onSpinWait();
        }
        held.countDown();
        first.join();
        for (Thread each : crowd) {
            each.join();
        }
        assertThat(got).hasSize(CROWD + 1).containsOnlyOnce(1).containsOnly(1, 2);
        assertThat(scrapes).hasValue(2);
    }

    private static Thread asking(SharedScrape<Integer> shared, List<Integer> got) {
        Thread thread = new Thread(() -> got.add(shared.get()));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void whoAsksLaterGetsANewOne() {
        SharedScrape<Integer> shared = new SharedScrape<>(scrapes::incrementAndGet);
        assertThat(shared.get()).isOne();
        assertThat(shared.get()).isEqualTo(2);
    }

    @Test
    void failureIsToldAndNotKept() {
        SharedScrape<Integer> shared = new SharedScrape<>(() -> {
            if (scrapes.incrementAndGet() == 1) {
                throw new IllegalStateException("no metrics");
            }
            return scrapes.get();
        });
        assertThatThrownBy(shared::get).hasRootCauseMessage("no metrics");
        assertThat(shared.get()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
