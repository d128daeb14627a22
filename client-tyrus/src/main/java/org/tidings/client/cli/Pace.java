package org.tidings.client.cli;

import java.util.concurrent.TimeUnit;

/** Spreads messages evenly over time. Confined to one thread. */
final class Pace {

    /** After a delay this much may be caught up at once. */
    private static final long MAX_LAG_NANOS = 100_000_000L;

    private final long intervalNanos;

    private long nextNanos = System.nanoTime();

    /** @param perSecond above 0 */
    Pace(double perSecond) {
        intervalNanos = (long) (1e9 / perSecond);
    }

    void await() throws InterruptedException {
        long now = System.nanoTime();
        nextNanos = Math.max(nextNanos, now - MAX_LAG_NANOS);
        TimeUnit.NANOSECONDS.sleep(nextNanos - now);
        nextNanos += intervalNanos;
    }
}
