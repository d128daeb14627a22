package org.tidings.limits;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often something may happen: so many times a period, evenly refilled, and a burst that is allowed at once. Immutable.
 * What is kept for each key or connection is a {@link Rate} of it.
 */
final class RatePlan {

    private final Bandwidth bandwidth;
    private final TimeMeter clock;
    private final long refillNanos;

    private RatePlan(long permits, Duration period, long burst, TimeMeter clock) {
        this.bandwidth = Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(permits, period)
                .build();
        this.clock = clock;
        // Rounded up to the clock's precision.
        this.refillNanos =
                (long) Math.ceil((double) period.toNanos() * burst / permits) + TimeUnit.MILLISECONDS.toNanos(2);
    }

    /** The burst is a second's worth. */
    static RatePlan perSecond(int permits) {
        return perSecond(permits, permits);
    }

    static RatePlan perSecond(int permits, long burst) {
        return new RatePlan(permits, Duration.ofSeconds(1), burst, TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** The burst is a minute's worth. */
    static RatePlan perMinute(int permits) {
        return new RatePlan(permits, Duration.ofMinutes(1), permits, TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** The same by another clock. */
    RatePlan by(TimeMeter other) {
        return new RatePlan(
                bandwidth.getRefillTokens(),
                Duration.ofNanos(bandwidth.getRefillPeriodNanos()),
                bandwidth.getCapacity(),
                other);
    }

    Rate rate() {
        return new Rate(this);
    }

    Bandwidth bandwidth() {
        return bandwidth;
    }

    TimeMeter clock() {
        return clock;
    }

    long burst() {
        return bandwidth.getCapacity();
    }

    /** After so long without use a rate that was used up, without debts, is as a new one. */
    long refillNanos() {
        return refillNanos;
    }

    long nanos() {
        return clock.currentTimeNanos();
    }
}
