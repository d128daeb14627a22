package org.tidings.testkit.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long publishing stood still while a fault was at work: for each channel the longest time in which no publish was
 * acknowledged at any instance that was not hit itself; of these the longest. Not thread-safe.
 */
final class OutageMeter {

    private final Set<String> hit;
    private final Map<String, Long> lastNanos = new HashMap<>();
    private long longestNanos;

    /**
     * @param channels those that count
     * @param hit the instances whose own publishers do not count
     */
    OutageMeter(Iterable<String> channels, Set<String> hit, long nowNanos) {
        this.hit = hit;
        channels.forEach(channel -> lastNanos.put(channel, nowNanos));
    }

    void acknowledged(String instance, String channel, long nowNanos) {
        if (!hit.contains(instance) && lastNanos.containsKey(channel)) {
            longestNanos = Math.max(longestNanos, nowNanos - lastNanos.put(channel, nowNanos));
        }
    }

    /** The result; the time since the last acknowledgement counts. */
    long endMillis(long nowNanos) {
        lastNanos.values().forEach(last -> longestNanos = Math.max(longestNanos, nowNanos - last));
        return longestNanos / 1_000_000;
    }
}
