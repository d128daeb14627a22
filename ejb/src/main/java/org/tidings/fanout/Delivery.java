package org.tidings.fanout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidings.envelope.Gap;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.SlowPolicy;

/**
 * Gives subscriptions their events and, where there is no room, does what their namespace wants instead: whatever a subscriber does
 * not get it is told of, before the next event of the channel and with the exact count.
 *
 * <p>A subscription that is given what it missed before it began gets all of that: no policy takes away what was promised.
 *
 * <p>Guarded by the feed's lock.
 */
final class Delivery {

    /**
     * Events moved from history to one outlet before others have their turn, at most. All take the same pages, so that many who have
     * fallen behind soon have the same waiting, which is made into a frame once.
     */
    private static final int PAGE = 64;

    private final ShardHistory history;
    private final PastReader past;
    private final DeliveryMetrics metrics;
    /** By channel, while subscriptions to it catch up that get only the newest of each kind. */
    private final Map<String, NewestByKey> conflating = new HashMap<>();

    private final Wanted wanted = new Wanted();

    Delivery(ShardHistory history, PastReader past, DeliveryMetrics metrics) {
        this.history = history;
        this.past = past;
        this.metrics = metrics;
    }

    /** An event is in the history, and for these. */
    void event(String channel, StoredEvent event, long retainedFrom, List<Subscription> subscribers) {
        NewestByKey newest = conflating.get(channel);
        if (newest != null) {
            newest.add(event, retainedFrom);
        }
        for (Subscription subscription : subscribers) {
            if (!subscription.live() && !subscription.isDropping()) {
                // It catches up, and will find the event in the history.
                continue;
            }
            if (!wanted.by(subscription, event)) {
                leaveOut(subscription, event);
            } else if (subscription.isDropping()) {
                drop(subscription, event);
            } else if (offer(subscription, event)) {
                subscription.moveTo(event.seq());
            } else {
                // It stays at the event before this one.
                subscription.moveTo(Math.max(subscription.position(), event.prev()));
                noRoom(subscription, event);
            }
        }
    }

    /** Offers an event, and before it what its subscriber was not told yet. */
    boolean offer(Subscription subscription, StoredEvent event) {
        boolean queued = subscription.outlet().offer(subscription, subscription.named(event), untold(subscription));
        if (queued) {
            subscription.omit(null);
            subscription.passed(event.seq());
        }
        return queued;
    }

    /** An event came that its filter does not let through. */
    private void leaveOut(Subscription subscription, StoredEvent event) {
        if (subscription.isDropping()) {
            subscription.omitted().addAll(0, event.seq());
        } else {
            omit(subscription, event, null);
        }
        subscription.moveTo(event.seq());
    }

    private void noRoom(Subscription subscription, StoredEvent event) {
        subscription.fallBehind();
        SlowPolicy policy = subscription.options().slow();
        if (policy == SlowPolicy.DISCONNECT) {
            disconnect(subscription);
            return;
        }
        if (policy == SlowPolicy.DROP) {
            drop(subscription, event);
        } else if (policy == SlowPolicy.CONFLATE && conflate(subscription)) {
            newestOf(subscription).add(event, 0);
        }
        subscription.outlet().behind(subscription);
    }

    /** Likewise of one that catches up from the whole shard's history. */
    void noRoomForPattern(Subscription part) {
        part.fallBehind();
        if (part.options().slow() == SlowPolicy.DISCONNECT) {
            disconnect(part);
        } else {
            part.outlet().behind(part);
        }
    }

    void disconnect(Subscription subscription) {
        metrics.disconnected(subscription.options());
        subscription.outlet().tooSlow(subscription);
    }

    /** An event that there is no room for, and will not be. */
    void drop(Subscription subscription, StoredEvent event) {
        omit(subscription, event, Gap.Reason.DROPPED);
        metrics.dropped(subscription.options());
        subscription.moveTo(event.seq());
    }

    /**
     * From now on it catches up with only the newest event of each kind, as far as it has come. Not one that wants some of a
     * channel's events, or those of many channels: the newest may be none of them. False then.
     */
    boolean conflate(Subscription subscription) {
        if (!subscription.wantsAWholeChannel()) {
            return false;
        }
        conflating
                .computeIfAbsent(
                        subscription.channel(),
                        channel -> new NewestByKey(subscription.options().conflateBy()))
                .begin(subscription);
        return true;
    }

    /** Which events of a channel replace which is not known any more: it was erased. Who catches up gets all that is left. */
    void forget(String channel) {
        conflating.remove(channel);
    }

    private NewestByKey newestOf(Subscription subscription) {
        return subscription.wantsAWholeChannel() ? conflating.get(subscription.channel()) : null;
    }

    /** It is not behind any more, or at its end. */
    void done(Subscription subscription) {
        NewestByKey newest = newestOf(subscription);
        if (newest != null) {
            newest.end(subscription);
            if (newest.isUnused()) {
                conflating.remove(subscription.channel());
            }
        }
    }

    /**
     * Moves what a subscription missed to its outlet, one page at the most.
     *
     * @param standing where the shard stands
     * @return whether that was all: then it is live again
     */
    boolean catchUp(Subscription subscription, long standing) {
        if (!giveMissed(subscription)) {
            return false;
        }
        tell(subscription);
        subscription.caughtUp(standing);
        done(subscription);
        return true;
    }

    private boolean giveMissed(Subscription subscription) {
        if (subscription.held() != null) {
            return subscription.held().give();
        }
        // What was dropped is only told of.
        return subscription.isDropping() || subscription.ephemeral() || giveFromHistory(subscription);
    }

    private boolean giveFromHistory(Subscription subscription) {
        String channel = subscription.channel();
        past.missingAfter(subscription, subscription.position()).ifPresent(missing -> {
            tell(subscription);
            subscription.tell(past.gapOf(channel, missing, Gap.Reason.SLOW));
            subscription.moveTo(missing.before() - 1);
        });
        for (StoredEvent event : history.page(channel, subscription.position(), PAGE)) {
            if (!give(subscription, event)) {
                return false;
            }
            subscription.moveTo(event.seq());
        }
        return history.countAfter(channel, subscription.position()) == 0;
    }

    /** Gives a subscription an event, or notes why not. False where there is no room for it. */
    boolean give(Subscription subscription, StoredEvent event) {
        Gap.Reason without = subscription.live() ? null : whyNot(subscription, event, history.now());
        if (without != null) {
            omit(subscription, event, without);
        } else if (!wanted.by(subscription, event)) {
            omit(subscription, event, null);
        } else {
            return offer(subscription, event);
        }
        return true;
    }

    /** Why a past event is not to be given; null where it is. */
    private Gap.Reason whyNot(Subscription subscription, StoredEvent event, long now) {
        if (event.isUselessAt(now, subscription.options())) {
            metrics.expiredCatchingUp();
            return Gap.Reason.EXPIRED_EVENT;
        }
        NewestByKey newest = newestOf(subscription);
        if (newest != null && event.seq() > subscription.began() && newest.isReplaced(event, subscription)) {
            metrics.conflated(subscription.options());
            return Gap.Reason.CONFLATED;
        }
        return null;
    }

    /** @param reason null where its own filter is */
    void omit(Subscription subscription, StoredEvent event, Gap.Reason reason) {
        omit(subscription, subscription.lastBefore(event), event.seq(), reason);
    }

    /** @param after the last position before it that the subscriber has had, or has been told of */
    void omit(Subscription subscription, long after, long seq, Gap.Reason reason) {
        if (subscription.omitted() != null && subscription.omitted().reason() != reason) {
            tell(subscription);
        }
        if (subscription.omitted() == null) {
            subscription.omit(new Omitted(reason, after));
        }
        subscription.omitted().addAll(1, seq);
        subscription.passed(seq);
    }

    /** Tells a subscriber what it was not given. */
    void tell(Subscription subscription) {
        if (subscription.omitted() != null) {
            subscription.outlet().notice(subscription, untold(subscription));
            subscription.omit(null);
        }
    }

    private String untold(Subscription subscription) {
        return subscription.omitted() == null ? null : subscription.told(subscription.omitted());
    }
}
