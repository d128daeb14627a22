package org.tidings.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.util.concurrent.TimeUnit;

/**
 * A token bucket. Thread-safe, and lock-free once it is used; one that nobody uses is a reference and no more, for every
 * connection has several.
 */
final class Rate {

    private final RatePlan plan;
    /** Null until it is first asked. Guarded by this when it is made. */
    private volatile Bucket bucket;

    Rate(RatePlan plan) {
        this.plan = plan;
    }

    /** Milliseconds until the next time is allowed; 0 if this time is, which then counts. */
    long next() {
        ConsumptionProbe probe = bucket().tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill());
    }

    /** Gives back what was taken for something that did not happen. */
    void giveBack() {
        bucket().addTokens(1);
    }

    /** What happened elsewhere counts here too: it may leave debts, but no larger ones than a whole burst. */
    void charge(long times) {
        Bucket charged = bucket();
        long charge = Math.min(times, charged.getAvailableTokens() + plan.burst());
        if (charge > 0) {
            charged.consumeIgnoringRateLimits(charge);
        }
    }

    private Bucket bucket() {
        Bucket made = bucket;
        if (made == null) {
            synchronized (this) {
                made = bucket;
                if (made == null) {
                    made = Bucket.builder()
                            .addLimit(plan.bandwidth())
                            .withCustomTimePrecision(plan.clock())
                            .build();
                    bucket = made;
                }
            }
        }
        return made;
    }
}
