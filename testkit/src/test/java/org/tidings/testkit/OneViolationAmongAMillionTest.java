package org.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

/** A long run must not drown the one event that went wrong, and must not take longer to judge than it is worth. */
class OneViolationAmongAMillionTest {

    private static final int EVENTS = 1_000_000;
    private static final int SUBSCRIBERS = 4;

    /** The thread's own time, not the clock's: other tests may run beside this one. */
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @NullSource
    @EnumSource
    void isFoundAndNothingElse(SyntheticHistory.Harm harm) {
        long seed = ThreadLocalRandom.current().nextLong();
        SyntheticHistory history = new SyntheticHistory(EVENTS, SUBSCRIBERS, harm, seed);
        System.out.printf("%s at event %,d of %,d, seed %d%n", harm, history.victim(), EVENTS, seed);
        long before = threads.getCurrentThreadCpuTime();
        assertThat(history.tell()).isEqualTo(history.expected());
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(WITHIN);
        assertThat(history.checker().excerpts()).hasSameSizeAs(history.expected());
        history.checker().excerpts().forEach(excerpt -> {
            System.out.println(excerpt.describe());
            assertThat(excerpt.lines()).hasSizeBetween(1, 8);
        });
    }
}
