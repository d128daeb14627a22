package org.tidings.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidings.namespace.NamespaceOptions;

/** What subscribers did not get because they were too slow, or the event too old. Thread-safe. */
final class DeliveryMetrics {

    private final MeterRegistry meters;
    /** By the namespace's name: asked for with every event that is dropped. */
    private final Map<String, Counter> dropped = new ConcurrentHashMap<>();

    private final Map<String, Counter> conflated = new ConcurrentHashMap<>();
    private final Counter expiredCatchingUp;
    private final Counter expiredInHistory;

    DeliveryMetrics(MeterRegistry meters) {
        this.meters = meters;
        expiredCatchingUp = expired("catching-up");
        expiredInHistory = expired("history");
    }

    private Counter expired(String where) {
        return Counter.builder("tidings.events.expired")
                .description("Events that a subscriber did not get because their deadline had passed")
                .tag("where", where)
                .register(meters);
    }

    void dropped(NamespaceOptions namespace) {
        dropped.computeIfAbsent(namespace.name(), name -> Counter.builder("tidings.events.dropped")
                        .description("Events that a subscriber did not get because there was no room for them")
                        .tag("namespace", name)
                        .register(meters))
                .increment();
    }

    void conflated(NamespaceOptions namespace) {
        conflated
                .computeIfAbsent(namespace.name(), name -> Counter.builder("tidings.events.conflated")
                        .description("Events that a slow subscriber did not get because a newer one replaced them")
                        .tag("namespace", name)
                        .register(meters))
                .increment();
    }

    void disconnected(NamespaceOptions namespace) {
        Counter.builder("tidings.subscriptions.too.slow")
                .description("Times that a subscriber was disconnected because there was no room for an event")
                .tag("namespace", namespace.name())
                .register(meters)
                .increment();
    }

    void expiredCatchingUp() {
        expiredCatchingUp.increment();
    }

    void expiredInHistory(long events) {
        expiredInHistory.increment(events);
    }
}
