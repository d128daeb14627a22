package org.tidings.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.tidings.envelope.Envelope;

/** Token buckets of one session. Thread-safe. */
public final class SessionLimits {

    private final Bucket publishes;
    private final Bucket badEnvelopes = Bucket.builder()
            .addLimit(limit -> limit.capacity(Envelope.MALFORMED_PER_MINUTE - 1L)
                    .refillIntervally(Envelope.MALFORMED_PER_MINUTE - 1L, Duration.ofMinutes(1)))
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
        ConsumptionProbe probe = publishes.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill());
    }

    /** Whether one more malformed envelope is borne. */
    public boolean badEnvelope() {
        return badEnvelopes.tryConsume(1);
    }
}
