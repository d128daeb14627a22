package org.tidings.session;

import java.util.concurrent.TimeUnit;

/**
 * How long a writer thread rests between two rounds. What comes meanwhile for a session goes out in one frame, and a frame costs far
 * more than one event more in it.
 *
 * <p>As long as the round took, so half of its time at the most goes into rest; but no longer than the window, so that nobody waits
 * for the sake of others under the heaviest load. A round in which little was written is followed by none: an event that comes to an
 * idle instance is written at once.
 *
 * @param maxNanos the window; 0 for no rest at all
 */
record FlushWindow(long maxNanos) {

    /** Below this there is nothing to be won: to fall asleep and to wake up costs some of it. */
    private static final long WORTHWHILE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    static FlushWindow ofMillis(int millis) {
        return new FlushWindow(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    long restAfter(long roundNanos) {
        return roundNanos < WORTHWHILE_NANOS ? 0 : Math.min(roundNanos, maxNanos);
    }
}
