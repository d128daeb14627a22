package org.tidings.log;

import java.util.concurrent.TimeUnit;

/**
 * Whether the log keeps up with the publishes of one shard, judged by its answers: whether they are a flood, and whether it has
 * stopped. Not thread-safe.
 */
final class AnswerFlow {

    /** An accepted publish should have its answer within five seconds: that leaves room for an estimate that is wrong by half. */
    private static final long MAX_WAIT_MILLIS = 2_500;

    /**
     * When what was answered last had to go past one this old, the queue is one that does not empty: only then the rate of answers is
     * what the log can do. The oldest's age alone would tell the same of a broker that has just died.
     */
    private static final long BACKLOG_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** When answers come no more at all, that is no flood, and the circuit's to judge. */
    private static final long FLOWING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long MIN_RETRY_MILLIS = 100;
    private static final long MAX_RETRY_MILLIS = 2_000;

    /** How long nothing at all is answered, while something waits, until the log is held to be stuck. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final AnswerRate rate = new AnswerRate();

    /** {@link System#nanoTime()}, of the last answer of any kind. */
    private long answeredNanos = System.nanoTime();

    void answered() {
        rate.answered();
        answeredNanos = System.nanoTime();
    }

    /** To be called every 50 ms. @param busy whether something waits for an answer */
    void tick(boolean busy) {
        rate.tick(busy);
    }

    /** Whether one more would wait too long. @param oldest of the publishes that wait, null where none does */
    boolean isFlooded(PendingPublish oldest, int waiting, long nowNanos) {
        return oldest != null
                && answeredNanos - oldest.createdNanos() > BACKLOG_NANOS
                && nowNanos - answeredNanos < FLOWING_NANOS
                && rate.millisFor(waiting) > MAX_WAIT_MILLIS;
    }

    /** When half of what waits should be answered. */
    long retryAfterMillis(int waiting) {
        return Math.max(MIN_RETRY_MILLIS, Math.min(MAX_RETRY_MILLIS, rate.millisFor(waiting) / 2));
    }

    /** Whether nothing is answered any more, though something waits. @param oldest as above */
    boolean isStuck(PendingPublish oldest, long nowNanos) {
        return oldest != null
                && nowNanos - oldest.createdNanos() > STUCK_NANOS
                && nowNanos - answeredNanos > STUCK_NANOS;
    }
}
