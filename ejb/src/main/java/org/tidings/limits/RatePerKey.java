package org.tidings.limits;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rate for each user or address that was seen lately. Thread-safe, under one lock that is held for a look into a map: not
 * for what happens with every message.
 *
 * <p>A key is forgotten when it is as one that never was: after the time that refills a bucket. Beyond
 * {@value #MAX_KEYS} keys the one that was silent longest is forgotten for a new one; with so many it had little to refill.
 */
public final class RatePerKey {

    static final int MAX_KEYS = 100_000;

    /** Each new key makes room for itself, and soon for many. */
    private static final int FORGOTTEN_AT_ONCE = 8;

    private final RatePlan plan;
    /** By last use, the longest silent first. Guarded by itself. */
    private final LinkedHashMap<String, Used> used = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Used {
        private final Rate rate;
        private long atNanos;

        private Used(Rate rate) {
            this.rate = rate;
        }
    }

    RatePerKey(RatePlan plan) {
        this.plan = plan;
    }

    /** Milliseconds until the key's next one is allowed; 0 if this one is. */
    public long next(String key) {
        return rate(key).next();
    }

    /** What happened elsewhere counts here too. */
    void charge(String key, long times) {
        rate(key).charge(times);
    }

    private Rate rate(String key) {
        synchronized (used) {
            long now = plan.nanos();
            Used entry = used.computeIfAbsent(key, name -> new Used(plan.rate()));
            entry.atNanos = now;
            forget(now);
            return entry.rate;
        }
    }

    int size() {
        synchronized (used) {
            return used.size();
        }
    }

    private void forget(long now) {
        Iterator<Map.Entry<String, Used>> eldest = used.entrySet().iterator();
        for (int i = 0; i < FORGOTTEN_AT_ONCE && eldest.hasNext(); i++) {
            boolean full = now - eldest.next().getValue().atNanos >= plan.refillNanos();
            if (!full && used.size() <= MAX_KEYS) {
                return;
            }
            eldest.remove();
        }
    }
}
