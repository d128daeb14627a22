package org.tidings.client;

import java.util.function.LongUnaryOperator;

/**
 * How long to wait before the next attempt: full jitter over an exponentially growing, capped range, and never less
 * than what the server asked for. Confined to the client's thread.
 *
 * <p>Full jitter, because after an instance's death thousands of clients start counting at the same moment.
 */
final class Backoff {

    private final long baseMillis;
    private final long capMillis;

    /** Gives a number from 0 up to and without its argument. */
    private final LongUnaryOperator random;

    /** Failures since the last connection that held. */
    private int failures;

    Backoff(long baseMillis, long capMillis, LongUnaryOperator random) {
        this.baseMillis = baseMillis;
        this.capMillis = capMillis;
        this.random = random;
    }

    /**
     * Counts a failure.
     *
     * @param retryAfterMillis the earliest moment that the server named, 0 if it named none
     * @return how long to wait, milliseconds
     */
    long next(long retryAfterMillis) {
        long ceiling = Math.min(capMillis, baseMillis << Math.min(failures, 30));
        failures++;
        // Added and not the greater of both: a Retry-After is the same for everyone it turned away.
        return retryAfterMillis + random.applyAsLong(ceiling + 1);
    }

    /**
     * Counts an end after which the server wants the client back at once. Only the first in a row is followed to the
     * letter: a server that goes on like this must not be run down.
     */
    long prompt(long retryAfterMillis) {
        if (failures == 0) {
            failures = 1;
            return retryAfterMillis;
        }
        return next(retryAfterMillis);
    }

    /** A connection held: the next failure is a first one. */
    void reset() {
        failures = 0;
    }
}
