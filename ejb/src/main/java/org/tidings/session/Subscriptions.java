package org.tidings.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidings.fanout.Outlet;
import org.tidings.fanout.PatternSubscription;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.Subscription;
import org.tidings.presence.Visits;

/**
 * What one session is subscribed to: channels, and patterns of them. Remembers, and no more: whoever adds a subscription attaches it, and
 * whoever removes it detaches it; only with the session itself do all of them end here. Thread-safe.
 */
public final class Subscriptions {

    private final Map<String, Subscription> channels = new ConcurrentHashMap<>(1);
    private final Map<String, PatternSubscription> patterns = new ConcurrentHashMap<>(1);
    /** Left with the subscription. */
    private final Visits visits;

    Subscriptions(Visits visits) {
        this.visits = visits;
    }

    /** False if the channel has one already. */
    public boolean add(Subscription subscription) {
        return channels.putIfAbsent(subscription.channel(), subscription) == null;
    }

    /** False if the pattern has one already. */
    public boolean add(PatternSubscription subscription) {
        return patterns.putIfAbsent(subscription.name(), subscription) == null;
    }

    /** Whether this very one is still there, and not another to the same channel. */
    public boolean has(Subscription subscription) {
        return channels.get(subscription.channel()) == subscription;
    }

    /** Likewise. */
    public boolean has(PatternSubscription subscription) {
        return patterns.get(subscription.name()) == subscription;
    }

    /** Removes this very one; false where it was removed before. */
    public boolean remove(Subscription subscription) {
        boolean removed = channels.remove(subscription.channel(), subscription);
        if (removed) {
            visits.leave(subscription);
        }
        return removed;
    }

    /** Likewise. */
    public boolean remove(PatternSubscription subscription) {
        return patterns.remove(subscription.name(), subscription);
    }

    /** The subscription that was removed, or null. */
    public Subscription removeChannel(String channel) {
        Subscription removed = channels.remove(channel);
        if (removed != null) {
            visits.leave(removed);
        }
        return removed;
    }

    /** Likewise. */
    public PatternSubscription removePattern(String pattern) {
        return patterns.remove(pattern);
    }

    /** Those of the moment. */
    public List<Subscription> toChannels() {
        return List.copyOf(channels.values());
    }

    /** Likewise. */
    public List<PatternSubscription> toPatterns() {
        return List.copyOf(patterns.values());
    }

    /** To channels and to patterns. */
    public int count() {
        return channels.size() + patterns.size();
    }

    public int patternCount() {
        return patterns.size();
    }

    /** Tells the session where its shards stand. */
    void announcePositions(Outlet outlet) {
        List<Subscription> parts = everyPart();
        if (parts.size() == 1) {
            // As most have it.
            parts.get(0).feed().announcePosition(parts, outlet);
            return;
        }
        Map<ShardFeed, Collection<Subscription>> byShard = new HashMap<>();
        parts.forEach(subscription -> byShard.computeIfAbsent(subscription.feed(), feed -> new ArrayList<>())
                .add(subscription));
        byShard.forEach((feed, ofShard) -> feed.announcePosition(ofShard, outlet));
    }

    /** No events come any more, although the subscriptions are still there. */
    void detach() {
        detach(everyPart());
    }

    /** The session has ended, and with it every subscription. @param awaitReturn whether its user is expected back */
    void end(boolean awaitReturn) {
        List<Subscription> left = everyPart();
        channels.clear();
        visits.end(awaitReturn);
        patterns.clear();
        detach(left);
    }

    private static void detach(List<Subscription> parts) {
        parts.forEach(part -> part.feed().detach(part));
    }

    /** To channels, and the parts of those to patterns. */
    private List<Subscription> everyPart() {
        List<Subscription> every = new ArrayList<>(channels.values());
        patterns.values().forEach(subscription -> every.addAll(subscription.parts()));
        return every;
    }
}
