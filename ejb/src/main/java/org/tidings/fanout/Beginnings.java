package org.tidings.fanout;

import org.tidings.envelope.Gap;
import org.tidings.history.ShardHistory;
import org.tidings.namespace.SlowPolicy;

/**
 * How subscriptions begin: each behind the position that it asks for, with what can be given of the past from there on, and told of the
 * rest. Confined to the feed's lock; where past events must be looked at one by one, most of that was done before it was taken.
 */
final class Beginnings {

    private final ShardPosition shard;
    private final ShardHistory history;
    private final PastReader past;
    private final Lookbacks lookbacks;
    private final Delivery delivery;
    private final Gaps gaps;

    Beginnings(
            ShardPosition shard,
            ShardHistory history,
            PastReader past,
            Lookbacks lookbacks,
            Delivery delivery,
            Gaps gaps) {
        this.shard = shard;
        this.history = history;
        this.past = past;
        this.lookbacks = lookbacks;
        this.delivery = delivery;
        this.gaps = gaps;
    }

    /**
     * Begins a subscription to one channel: it is live, or behind by what it gets of the past.
     *
     * @param lookback what was found of the past until now; null where all of it is wanted
     */
    Attached attach(Subscription subscription, StartFrom start, Lookback lookback) {
        if (lookback != null) {
            lookbacks.goOn(subscription, lookback);
        }
        Gap gap = past.gapBehind(subscription, start);
        long from = past.from(subscription, start, gap, lookback);
        int all = history.countAfter(subscription.channel(), from);
        Attached attached = lookback == null ? attached(subscription, from, all, gap) : attached(lookback, from, gap);
        // A last value is no history, and whoever has no right to that keeps it.
        subscription.attach(from, start instanceof StartFrom.LastValue ? from : shard.seq(), all == 0);
        return attached;
    }

    private Attached attached(Subscription subscription, long from, int all, Gap gap) {
        int expired = past.expiredAfter(subscription, from);
        return new Attached(shard.epoch(), shard.number(), shard.seq(), all - expired, gap, expired);
    }

    private Attached attached(Lookback lookback, long from, Gap gap) {
        return new Attached(
                shard.epoch(),
                shard.number(),
                shard.seq(),
                lookback.wantedAfter(from),
                gap,
                lookback.expiredAfter(from));
    }

    /** Lets come what it gets of the past. Behind the reply. */
    void catchUp(Subscription subscription, StartFrom start) {
        if (subscription.options().slow() == SlowPolicy.CONFLATE) {
            delivery.conflate(subscription);
        }
        // A last value goes at once: the next event would take its place in the history.
        boolean done = start instanceof StartFrom.LastValue && delivery.catchUp(subscription, shard.seq());
        if (!done) {
            subscription.outlet().behind(subscription);
        }
    }

    /** Finds out where a part of a pattern's subscription begins, and what it gets of the past. */
    Attached look(Subscription part, StartFrom start, Lookback lookback) {
        lookbacks.goOn(part, lookback);
        Gap gap = past.gapBehind(part, start);
        long from = past.from(part, start, gap, lookback);
        part.prepare(from, shard.seq(), shard.epoch(), lookback.unreadable());
        return attached(lookback, from, gap);
    }

    /** Begins it there, with what has come since. */
    void begin(Subscription part) {
        part.attach(part.position(), part.began(), part.ephemeral() || shard.seq() == part.position());
        if (!part.ephemeral() && !part.pattern().epoch().equals(shard.epoch())) {
            gaps.newEpoch(part, part.position(), shard.seq() + 1);
        } else if (!part.live()) {
            part.outlet().behind(part);
        }
    }
}
