package org.tidings.testkit.load;

import java.util.Random;

/** How long a swarm client stays away, by the Java client's defaults. Confined to the swarm's thread. */
final class Backoff {

    private static final long BASE_MILLIS = 250;
    private static final long CAP_MILLIS = 8_000;
    private static final long HELD_NANOS = 5_000_000_000L;

    private final Random random;

    /** Failures since the last connection that held. */
    private int failures;

    Backoff(Random random) {
        this.random = random;
    }

    /** A connection ends that was greeted so long ago: if it held, its end is a first failure. */
    void ended(long livedNanos) {
        if (livedNanos > HELD_NANOS) {
            failures = 0;
        }
    }

    /**
     * Counts a failure.
     *
     * @param retryAfterMillis what the server named; 0 without
     * @param prompt whether the server wants the client back at once; only the first time in a row it is taken at its word
     * @return how long to wait
     */
    long nextMillis(long retryAfterMillis, boolean prompt) {
        long ceiling = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(failures, 20));
        boolean atOnce = prompt && failures == 0;
        failures++;
        return atOnce ? retryAfterMillis : retryAfterMillis + (long) (random.nextDouble() * (ceiling + 1));
    }
}
