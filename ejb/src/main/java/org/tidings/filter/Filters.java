package org.tidings.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The filters of all subscriptions: equal texts are one filter, which is parsed once and asked once for each event. One that
 * nobody uses any more is forgotten. Thread-safe.
 */
public final class Filters {

    /** Beyond it equal ones may be two, which costs time and changes nothing. */
    private static final int MAX_KNOWN = 10_000;

    private final Cache<String, EventFilter> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).weakValues().build();

    public Filters(MeterRegistry meters) {
        Gauge.builder("tidings.filters", known, Cache::estimatedSize)
                .description("Different filters that subscriptions use, or used a short while ago")
                .register(meters);
    }

    /** @throws BadFilter where it is none */
    public EventFilter of(String text) throws BadFilter {
        EventFilter filter = known.getIfPresent(text);
        if (filter == null) {
            EventFilter parsed = EventFilter.parse(text);
            EventFilter first = known.asMap().putIfAbsent(text, parsed);
            filter = first == null ? parsed : first;
        }
        return filter;
    }
}
