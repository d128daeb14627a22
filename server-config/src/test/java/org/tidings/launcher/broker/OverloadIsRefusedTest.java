package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** Admission control: a flood is refused in the instance, at once, and what was admitted is still answered. */
class OverloadIsRefusedTest {

    private static final long FLOOD_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** Some milliseconds, and room for a busy machine. */
    private static final long USUAL_MILLIS = 250;

    @Test
    void floodBeyondTheBoundIsRefusedAtOnceAndTheRestIsStored() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance instance = LogInstance.of(link.url(), broker.settings())) {
            int bound = broker.settings().maxPendingPerShard();
            link.freeze();
            List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2 * bound; i++) {
                outcomes.add(instance.publish("c:a", null, Integer.toString(i)));
            }
            assertThat(outcomes.stream().filter(CompletableFuture::isDone))
                    .hasSizeGreaterThanOrEqualTo(bound)
                    .allMatch(outcome -> outcome.join() instanceof PublishOutcome.Overloaded);
            link.thaw();
            long stored = outcomes.stream()
                    .map(LogInstance::get)
                    .filter(PublishOutcome.Accepted.class::isInstance)
                    .count();
            assertThat(stored).isPositive();
            assertThat(instance.read.count(0)).isEqualTo((int) stored);
        }
    }

    /** Far more than the log can take, for some seconds, from more streams than there are threads. */
    @Test
    void whatIsAcceptedUnderAFloodIsAnsweredWithinSecondsAndAllIsWellSoonAfterwards() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            int bound = broker.settings().maxPendingPerShard();
            Flood flood = new Flood(instance);
            long mostQueued = 0;
            for (long end = System.nanoTime() + FLOOD_NANOS; System.nanoTime() < end; ) {
                flood.pour();
                mostQueued = Math.max(mostQueued, broker.queue("publish.0").getMessageCount());
                assertThat(instance.gauge("tidings.log.pending", 0)).isLessThanOrEqualTo(bound);
            }
            long over = System.nanoTime();
            while (flood.millisOfOne() > USUAL_MILLIS) {
                assertThat(Duration.ofNanos(System.nanoTime() - over)).isLessThan(Duration.ofSeconds(5));
            }
            flood.awaitAnswers();
            // What the leader has stored makes room at once; the broker counts it a moment longer.
            assertThat(mostQueued).isLessThanOrEqualTo(2L * bound);
            assertThat(flood.refused.sum()).isGreaterThan(9 * flood.accepted.sum());
            assertThat(flood.others).as("neither accepted nor refused for now").isEmpty();
            assertThat(Duration.ofNanos(flood.longestNanos.get())).isLessThan(Duration.ofSeconds(5));
            assertThat(instance.read.count(0)).isEqualTo((int) flood.accepted.sum());
        }
    }

    /** Publishes without waiting, and counts what became of it. */
    private static final class Flood {

        private static final int STREAMS = 50;

        final LongAdder accepted = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);
        final Queue<PublishOutcome> others = new ConcurrentLinkedQueue<>();
        private final LogInstance instance;
        private final Object[] streams = new Object[STREAMS];
        private final LongAdder unanswered = new LongAdder();

        Flood(LogInstance instance) {
            this.instance = instance;
            Arrays.setAll(streams, i -> new Object());
        }

        void pour() {
            for (int i = 0; i < 20 * STREAMS; i++) {
                long start = System.nanoTime();
                unanswered.increment();
                instance.log()
                        .append(
                                LogInstance.publication("c:a", null, "1"),
                                streams[i % STREAMS],
                                outcome -> count(outcome, System.nanoTime() - start));
            }
        }

        private void count(PublishOutcome outcome, long nanos) {
            unanswered.decrement();
            if (outcome instanceof PublishOutcome.Accepted) {
                accepted.increment();
                longestNanos.accumulate(nanos);
            } else if (outcome instanceof PublishOutcome.Overloaded overloaded && overloaded.retryAfterMillis() > 0) {
                refused.increment();
            } else {
                others.add(outcome);
            }
        }

        /** How long one of a newcomer takes. */
        long millisOfOne() {
            long start = System.nanoTime();
            PublishOutcome outcome =
                    LogInstance.get(instance.publish(LogInstance.publication("c:a", null, "2"), new Object()));
            boolean stored = outcome instanceof PublishOutcome.Accepted;
            if (stored) {
                accepted.increment();
            }
            return stored ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) : Long.MAX_VALUE;
        }

        void awaitAnswers() {
            Await.await(() -> unanswered.sum() == 0, "some were never answered");
        }
    }
}
