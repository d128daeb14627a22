package org.tidings.log;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How fast the log answers, measured over the last second in which there was something to answer. Not thread-safe.
 */
final class AnswerRate {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TICKS = 20;

    /** Answers by tick, circular; the present one is being counted. */
    private final int[] answers = new int[TICKS];

    private int present;
    private int sum;
    /** Ticks of the last second with something to answer, the present one included. */
    private int busyTicks;

    void answered() {
        answers[present]++;
        sum++;
    }

    /** To be called every 50 ms. @param busy whether something waits for an answer */
    void tick(boolean busy) {
        busyTicks = busy ? Math.min(TICKS, busyTicks + 1) : 0;
        present = (present + 1) % TICKS;
        sum -= answers[present];
        answers[present] = 0;
        if (!busy) {
            // What comes next is measured by itself: idle time says nothing about how fast the log is.
            Arrays.fill(answers, 0);
            sum = 0;
        }
    }

    /** How long so many will wait for their answers at this rate; a very long time where there were none. */
    long millisFor(int publishes) {
        if (sum == 0) {
            return busyTicks == 0 ? 0 : Long.MAX_VALUE;
        }
        return TimeUnit.NANOSECONDS.toMillis(publishes * Math.max(1, busyTicks) * TICK_NANOS / sum);
    }
}
