package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** Callers, sender, tail, verdicts, timer and close all at once: law 3, exactly one answer to each publish. */
class EveryPublishHasOneOutcomeTest {

    private static final int CALLERS = 3;
    private static final int EACH = 20_000;

    private final LogSettings settings = new LogSettings(1, 1_000, 1 << 20, 120_000, 5, 20, 500);
    private final PendingPublishes pending = new PendingPublishes(settings);
    private final AtomicIntegerArray outcomes = new AtomicIntegerArray(CALLERS * EACH);
    /** Some that the sender has committed: anyone may answer them. */
    private final AtomicLongArray committed = new AtomicLongArray(64);

    private final Set<Class<?>> kinds = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    @Test
    void whoeverAnswersFirst() throws Exception {
        long seed = System.nanoTime();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CountDownLatch added = new CountDownLatch(CALLERS);
            List<Future<?>> tasks = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller * EACH;
                tasks.add(threads.submit(() -> add(first, added)));
            }
            tasks.add(threads.submit(() -> send(new Random(seed))));
            tasks.add(threads.submit(() -> answer(new Random(seed + 1))));
            tasks.add(threads.submit(() -> judge(new Random(seed + 2))));
            tasks.add(threads.submit(this::settle));
            assertThat(added.await(60, TimeUnit.SECONDS)).isTrue();
            pending.close();
            over = true;
            for (Future<?> task : tasks) {
                task.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        for (int id = 0; id < outcomes.length(); id++) {
            assertThat(outcomes.get(id)).as("outcomes of %d, seed %d", id, seed).isEqualTo(1);
        }
        assertThat(pending.size()).isZero();
        // Everyone had a say.
        assertThat(kinds)
                .contains(PublishOutcome.Accepted.class, PublishOutcome.Duplicate.class, PublishOutcome.Unknown.class);
    }

    private void add(int first, CountDownLatch added) {
        for (int id = first; id < first + EACH; id++) {
            // Mostly below the bound, sometimes over it.
            while (id % 100 > 1 && pending.size() > settings.maxPendingPerShard() * 9 / 10) {
                Thread.onSpinWait();
            }
            int index = id;
            PublishRecord record = new PublishRecord.Message(new Origin(1, id), Samples.publication("c:a", "m"));
            // Some share a stream, and its refusals.
            Object stream = id % 4 == 0 ? id % 7 : new Object();
            pending.add(new PendingPublish(record, stream, outcome -> count(index, outcome), System.nanoTime()));
        }
        added.countDown();
    }

    private void count(int id, PublishOutcome outcome) {
        outcomes.incrementAndGet(id);
        kinds.add(outcome.getClass());
    }

    private Void send(Random random) throws InterruptedException {
        while (!over) {
            List<PendingPublish> batch = new ArrayList<>();
            PendingPublish next = pending.take(1);
            while (next != null && batch.size() < 50) {
                batch.add(next);
                next = pending.poll();
            }
            if (random.nextInt(10) == 0) {
                pending.sendAgain();
            } else if (!batch.isEmpty()) {
                pending.committing(batch);
                for (int i = 0; i < batch.size(); i++) {
                    committed.set(i, batch.get(i).requestId());
                }
            }
        }
        return null;
    }

    private void answer(Random random) {
        while (!over) {
            long id = committed.get(random.nextInt(committed.length()));
            pending.answer(id, new PublishOutcome.Accepted(0, "k3", id));
            Thread.onSpinWait();
        }
    }

    private void judge(Random random) {
        while (!over) {
            long id = committed.get(random.nextInt(committed.length()));
            pending.duplicate(new Verdict(new Origin(1, id), 0, Verdict.Kind.DUPLICATE, "k3", id % 100));
            if (random.nextInt(1_000) == 0) {
                pending.askAgain();
            }
            Thread.onSpinWait();
        }
    }

    private void settle() {
        long seq = 0;
        while (!over) {
            pending.settle(new LogPosition("k3", seq++ % 100, 1), System.nanoTime());
            Thread.onSpinWait();
        }
    }
}
