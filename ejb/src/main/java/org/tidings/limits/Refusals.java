package org.tidings.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what was refused because of a limit. Thread-safe and lock-free. */
public final class Refusals {

    private static final int TOLD_PER_SECOND = 10;

    private final Map<Limit, Counter> counters = new EnumMap<>(Limit.class);
    private final Rate told = RatePlan.perSecond(TOLD_PER_SECOND).rate();

    public Refusals(MeterRegistry meters) {
        for (Limit limit : Limit.values()) {
            counters.put(
                    limit,
                    Counter.builder("tidings.refused")
                            .description("Refused because of a limit, by which one")
                            .tag("reason", limit.reason())
                            .register(meters));
        }
    }

    public void count(Limit limit) {
        counters.get(limit).increment();
    }

    /** Whether one more line about a refusal may be written: who floods must not fill the disk with lines about it. */
    public boolean worthTelling() {
        return told.next() == 0;
    }
}
