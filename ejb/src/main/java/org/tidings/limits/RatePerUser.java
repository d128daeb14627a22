package org.tidings.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A token bucket for each of the users seen last, on this instance. Thread-safe.
 *
 * <p>Whoever is forgotten for others begins anew with a full bucket: the bound on memory comes first.
 */
public final class RatePerUser {

    private static final int REMEMBERED = 10_000;

    private final int perMinute;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param perMinute sustained rate, and the burst that is allowed at once */
    public RatePerUser(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Milliseconds until the user's next one is allowed; 0 if this one is. */
    public long next(String user) {
        ConsumptionProbe probe = bucket(user).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket(String user) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(user, name -> Bucket.builder()
                    .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                    .build());
        }
    }
}
