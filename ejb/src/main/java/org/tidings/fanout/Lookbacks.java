package org.tidings.fanout;

import java.util.List;
import org.tidings.history.ShardHistory;
import org.tidings.history.ShardHistory.Placed;
import org.tidings.history.StoredEvent;

/** Looks through a shard's past for whoever begins a subscription, and takes the feed's lock for a page at a time. */
final class Lookbacks {

    /** Past events that are looked at without letting the lock go. */
    private static final int PAGE = 256;

    private final ShardFeed feed;
    private final ShardHistory history;

    Lookbacks(ShardFeed feed, ShardHistory history) {
        this.feed = feed;
        this.history = history;
    }

    /** What a subscription that begins there is going to get of the past. */
    Lookback of(Subscription subscription, StartFrom start) {
        ShardFeed.Standing standing = feed.standing();
        if (start instanceof StartFrom.Last last) {
            return newest(subscription, last.count(), standing.seq());
        }
        long from = standing.seq();
        if (start instanceof StartFrom.LastValue) {
            from = lastValue(subscription.channel(), standing.seq() + 1) - 1;
        } else if (start instanceof StartFrom.After after
                && after.mayReadPast()
                && after.epoch().equals(standing.epoch())) {
            from = after.seq();
        }
        Lookback lookback = new Lookback(subscription, from, history.now());
        goOn(subscription, lookback);
        return lookback;
    }

    /** Looks at whatever has come since. */
    void goOn(Subscription subscription, Lookback lookback) {
        for (List<Placed> page = page(subscription, lookback); !page.isEmpty(); page = page(subscription, lookback)) {
            page.forEach(lookback::look);
        }
        subscription.looked(lookback.looked(), lookback.removed());
    }

    private List<Placed> page(Subscription subscription, Lookback lookback) {
        String channel = subscription.channel();
        synchronized (feed) {
            return subscription.pattern() != null
                    ? history.range(lookback.through(), PAGE)
                    : history.range(channel, lookback.through(), Long.MAX_VALUE, PAGE).stream()
                            .map(event -> new Placed(channel, event.seq(), event))
                            .toList();
        }
    }

    private long lastValue(String channel, long otherwise) {
        synchronized (feed) {
            return history.last(channel).map(StoredEvent::seq).orElse(otherwise);
        }
    }

    /** From the newest event backwards, until there are so many. */
    private Lookback newest(Subscription subscription, int count, long newest) {
        Lookback lookback = new Lookback(subscription, newest, history.now());
        long before = newest + 1;
        while (lookback.wanted() < count && before > 0) {
            List<StoredEvent> page;
            synchronized (feed) {
                page = history.newest(subscription.channel(), before, PAGE);
            }
            for (int i = page.size() - 1; i >= 0 && lookback.wanted() < count; i--) {
                lookback.look(new Placed(subscription.channel(), page.get(i).seq(), page.get(i)));
            }
            before = page.isEmpty() ? 0 : page.get(0).seq();
        }
        return lookback;
    }
}
