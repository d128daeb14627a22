package org.tidings.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tidings.envelope.Envelope;

/** Token buckets of one session. Thread-safe. */
public final class SessionLimits {

    /** A token is good for minutes at least; checking one costs more than any other request. */
    private static final long TOKENS_PER_MINUTE = 20;

    private final Bucket publishes;
    private final Bucket badEnvelopes = Bucket.builder()
            .addLimit(limit -> limit.capacity(Envelope.MALFORMED_PER_MINUTE - 1L)
                    .refillIntervally(Envelope.MALFORMED_PER_MINUTE - 1L, Duration.ofMinutes(1)))
            .build();

    private final Bucket tokens = Bucket.builder()
            .addLimit(limit -> limit.capacity(TOKENS_PER_MINUTE).refillGreedy(TOKENS_PER_MINUTE, Duration.ofMinutes(1)))
            .build();

    /** @param publishPerSecond sustained rate, and the burst that is allowed at once */
    public SessionLimits(int publishPerSecond) {
        publishes = Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(publishPerSecond).refillGreedy(publishPerSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** Milliseconds until the next publish is allowed; 0 if this one is. */
    public long publish() {
        return waitMillis(publishes);
    }

    /** Milliseconds until the next token is looked at; 0 if this one is. */
    public long token() {
        return waitMillis(tokens);
    }

    private static long waitMillis(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill());
    }

    /** Whether one more malformed envelope is borne. */
    public boolean badEnvelope() {
        return badEnvelopes.tryConsume(1);
    }
}
