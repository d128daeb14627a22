package org.tidings.limits;

import io.github.bucket4j.TimeMeter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * How often channels are published to, where their namespaces bound that; shared between instances as {@link UserRates} are: each
 * takes out of its own bucket what others tell. Thread-safe.
 */
public final class ChannelRates {

    private final TimeMeter clock;
    /** By publishes a second: namespaces have few different ones, and a channel whose namespace gets another begins anew. */
    private final Map<Integer, RatePerKey> byPerSecond = new ConcurrentHashMap<>();
    /** What was published here and not told yet. */
    private final Map<String, Long> untold = new ConcurrentHashMap<>();

    ChannelRates(TimeMeter clock) {
        this.clock = clock;
    }

    /** Milliseconds until the channel bears one more; 0 if it bears this one. */
    long next(String channel, int perSecond) {
        long waitMillis = rates(perSecond).next(channel);
        if (waitMillis == 0) {
            untold.merge(channel, 1L, Long::sum);
        }
        return waitMillis;
    }

    /** What has been published here to such channels and was not told yet. */
    public Map<String, Long> published() {
        Map<String, Long> told = new HashMap<>();
        Iterator<String> channels = untold.keySet().iterator();
        while (channels.hasNext() && told.size() < UserRates.TOLD_AT_ONCE) {
            String channel = channels.next();
            told.put(channel, untold.remove(channel));
        }
        return told;
    }

    /**
     * Another instance tells.
     *
     * @param perSecond what a channel bears; 0 without a bound
     */
    public void publishedElsewhere(String channel, long publishes, ToIntFunction<String> perSecond) {
        int bound = perSecond.applyAsInt(channel);
        if (bound > 0) {
            rates(bound).charge(channel, publishes);
        }
    }

    private RatePerKey rates(int perSecond) {
        return byPerSecond.computeIfAbsent(
                perSecond, each -> new RatePerKey(RatePlan.perSecond(each).by(clock)));
    }
}
