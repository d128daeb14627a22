package org.tidings.fanout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidings.filter.EventFilter;
import org.tidings.history.ShardHistory.Placed;
import org.tidings.history.StoredEvent;

/**
 * Which past events a subscription is going to be given, where that is a question of each. Found page by page before it begins: a long
 * past is not looked through while the shard waits. Confined to whoever begins the subscription.
 */
final class Lookback {

    private final Subscription subscription;
    private final Positions wanted = new Positions();
    private final Positions expired = new Positions();
    /** Channels that the pattern holds, and whether their past is given: asked once, so that what is counted is what comes. */
    private final Map<String, Boolean> readable = new HashMap<>();

    private int looked;
    private boolean removed;
    private long through;
    private final long nowMillis;

    /** In either order, as they were found. */
    private static final class Positions {
        private long[] found = new long[16];
        private int size;

        void add(long seq) {
            if (size == found.length) {
                found = Arrays.copyOf(found, 2 * size);
            }
            found[size++] = seq;
        }

        int countAfter(long seq) {
            int count = 0;
            for (int i = 0; i < size; i++) {
                count += found[i] > seq ? 1 : 0;
            }
            return count;
        }
    }

    /** @param from events up to there are not looked at */
    Lookback(Subscription subscription, long from, long nowMillis) {
        this.subscription = subscription;
        this.through = from;
        this.nowMillis = nowMillis;
    }

    void look(Placed placed) {
        StoredEvent event = placed.event();
        looked++;
        through = Math.max(through, placed.seq());
        if (subscription.pattern() != null && !isReadable(placed.channel())) {
            return;
        }
        if (event == null) {
            removed = true;
            return;
        }
        EventFilter filter = subscription.filter();
        if (event.isUselessAt(nowMillis, subscription.options())) {
            expired.add(event.seq());
        } else if (filter == null || filter.matches(event)) {
            wanted.add(event.seq());
        }
    }

    private boolean isReadable(String channel) {
        return subscription.pattern().holds(channel)
                && readable.computeIfAbsent(channel, subscription.pattern()::mayHavePast);
    }

    /** Channels whose past is not given, whatever their subscriber may hear later. */
    Set<String> unreadable() {
        return readable.entrySet().stream()
                .filter(channel -> !channel.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** How many events were looked at. */
    int looked() {
        return looked;
    }

    /** Whether some of it cannot be had any more: gaps tell what, where it would have come. */
    boolean removed() {
        return removed;
    }

    /** How far. */
    long through() {
        return through;
    }

    int wanted() {
        return wanted.size;
    }

    int wantedAfter(long seq) {
        return wanted.countAfter(seq);
    }

    int expiredAfter(long seq) {
        return expired.countAfter(seq);
    }

    /** The position before the newest so many; the other one where there is none. */
    long beforeNewest(int count, long otherwise) {
        if (wanted.size == 0 || count == 0) {
            return otherwise;
        }
        long[] sorted = Arrays.copyOf(wanted.found, wanted.size);
        Arrays.sort(sorted);
        return sorted[Math.max(0, sorted.length - count)] - 1;
    }
}
