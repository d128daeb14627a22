package org.tidings.testkit.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Work that is due at fixed times. When it falls behind it catches up at once and never forgets a time: each piece of
 * work is told when it was due, not when it was begun.
 *
 * @param perSecond pieces of work a second
 * @param duration for how long
 */
record Pace(int perSecond, Duration duration) {

    long count() {
        return duration.toNanos() * perSecond / 1_000_000_000L;
    }

    /** Runs on the caller's thread until the last piece of work is done. */
    void run(LongConsumer work) {
        long start = System.nanoTime();
        long count = count();
        for (long i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            work.accept(due);
        }
    }
}
