package org.tidings.fanout;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.Gap;
import org.tidings.envelope.Position;
import org.tidings.history.ShardHistory;
import org.tidings.history.ShardHistory.Missing;
import org.tidings.history.StoredEvent;
import org.tidings.log.Event;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.SlowPolicy;

/**
 * One shard's events on their way to this instance's subscribers, and its history. Thread-safe: everything happens under this
 * object's lock, in one sequence.
 */
public final class ShardFeed {

    private final int shard;
    private final ShardHistory history;
    private final Map<String, List<Subscription>> channels = new HashMap<>();
    private final DeliveryMetrics metrics;
    private final Delivery delivery;
    private String epoch = "";
    private long seq;

    /** One whose figures nobody reads. */
    ShardFeed(int shard, ShardHistory history) {
        this(shard, history, new DeliveryMetrics(new CompositeMeterRegistry()));
    }

    ShardFeed(int shard, ShardHistory history, DeliveryMetrics metrics) {
        this.shard = shard;
        this.history = history;
        this.metrics = metrics;
        this.delivery = new Delivery(this, history, metrics);
    }

    /**
     * A consistent view of some of a channel's past.
     *
     * @param gap what is missing before the first event; null for nothing
     * @param expired what is left out between the events, or behind the last, because its deadline has passed
     */
    public record Page(String epoch, long seq, List<StoredEvent> events, boolean more, Gap gap, List<Gap> expired) {}

    /** Where the shard stands. */
    public record Standing(String epoch, long seq) {}

    /** A subscription to a channel of this shard, not attached yet. */
    public Subscription subscription(String channel, Outlet outlet, NamespaceOptions options) {
        return new Subscription(channel, this, outlet, options);
    }

    public int shard() {
        return shard;
    }

    public synchronized Standing standing() {
        return new Standing(epoch, seq);
    }

    /**
     * Begins a subscription. From the moment {@code reply} is called, with the lock held, every later event reaches the
     * outlet, behind whatever the reply queued there.
     */
    public void attach(Subscription subscription, StartFrom start, Consumer<Attached> reply) {
        attach(subscription, () -> start, reply);
    }

    /** Likewise. @param asOfNow asked with the lock held: rights that are taken later find the subscription attached */
    public synchronized void attach(Subscription subscription, Supplier<StartFrom> asOfNow, Consumer<Attached> reply) {
        StartFrom start = asOfNow.get();
        String channel = subscription.channel();
        long from = seq;
        long standing = seq;
        Gap gap = null;
        if (start instanceof StartFrom.Last last) {
            List<StoredEvent> newest = newest(channel, Long.MAX_VALUE, last.count(), subscription.options())
                    .events();
            from = newest.isEmpty() ? seq : newest.get(0).seq() - 1;
        } else if (start instanceof StartFrom.LastValue) {
            from = history.last(channel).map(last -> last.seq() - 1).orElse(seq);
            // It is no history, and whoever has no right to that keeps it.
            standing = from;
        } else if (start instanceof StartFrom.After after) {
            if (!after.epoch().equals(epoch) || after.seq() > seq) {
                gap = Gap.of(after.seq(), seq + 1, Gap.Reason.EPOCH, null);
            } else if (!after.mayReadPast()) {
                gap = anythingAfter(channel, after.seq())
                        ? Gap.of(after.seq(), seq + 1, Gap.Reason.FORBIDDEN, null)
                        : null;
            } else {
                Optional<Missing> missing = history.missingAfter(channel, after.seq());
                gap = missing.map(lost -> Gap.of(lost.after(), lost.before(), Gap.Reason.EXPIRED, null))
                        .orElse(null);
                from = missing.map(lost -> lost.before() - 1).orElse(after.seq());
            }
        }
        int all = history.countAfter(channel, from);
        int expired = history.hasDeadlines(channel)
                ? past(channel, from, Long.MAX_VALUE, Integer.MAX_VALUE, subscription.options())
                        .expiredCount()
                : 0;
        subscription.attach(from, standing, all == 0);
        channels.computeIfAbsent(channel, name -> new ArrayList<>(1)).add(subscription);
        reply.accept(new Attached(epoch, shard, seq, all - expired, gap, expired));
        if (all > 0) {
            if (subscription.options().slow() == SlowPolicy.CONFLATE) {
                delivery.conflate(subscription);
            }
            // A last value goes at once: the next event would take its place in the history.
            if (start instanceof StartFrom.LastValue && catchUp(subscription)) {
                return;
            }
            subscription.outlet().behind(subscription);
        }
    }

    /** Ends a subscription: no event is offered for it any more. */
    public synchronized void detach(Subscription subscription) {
        subscription.detach();
        delivery.done(subscription);
        channels.computeIfPresent(subscription.channel(), (name, subscribers) -> {
            subscribers.remove(subscription);
            return subscribers.isEmpty() ? null : subscribers;
        });
    }

    /** Ends a subscription to which its subscriber has no right any more: what still waits of it is taken back. */
    public synchronized void withdraw(Subscription subscription) {
        detach(subscription);
        subscription.outlet().takeBack(subscription, Long.MAX_VALUE, null);
    }

    /**
     * The subscriber may not read history any more: what it still misses from before it subscribed becomes a gap, also what waits to
     * be sent.
     */
    public synchronized void endRecovery(Subscription subscription) {
        if (!subscription.attached() || subscription.ephemeral()) {
            return;
        }
        delivery.tell(subscription);
        long began = subscription.began();
        boolean behind = !subscription.live() && subscription.position() < began;
        boolean waited = subscription
                .outlet()
                .takeBack(subscription, began, first -> gapOf(subscription, forbidden(first - 1, began)));
        if (behind && !waited) {
            gap(subscription, forbidden(subscription.position(), began));
        }
        if (behind) {
            subscription.moveTo(began);
        }
    }

    private static Gap forbidden(long after, long through) {
        return Gap.of(after, through + 1, Gap.Reason.FORBIDDEN, null);
    }

    /**
     * Moves what a subscription missed to its outlet, one page at the most.
     *
     * @return whether it is done: live again, or ended
     */
    public synchronized boolean catchUp(Subscription subscription) {
        if (!subscription.attached() || subscription.live()) {
            return true;
        }
        return delivery.catchUp(subscription, seq);
    }

    /** How many of a channel's events lie behind a position, of those that can be given. @param position of the epoch it is asked of */
    public synchronized int countAfter(String channel, ToLongFunction<String> position) {
        return history.countAfter(channel, position.applyAsLong(epoch));
    }

    /** Tells those who are subscribed to a channel, behind all its events up to now. @param envelope in this epoch */
    public synchronized void tell(String channel, Function<String, Envelope> envelope) {
        List<Subscription> subscribers = channels.get(channel);
        if (subscribers != null) {
            String text = EnvelopeCodec.encode(envelope.apply(epoch));
            subscribers.forEach(subscription -> subscription.outlet().notice(subscription, text));
        }
    }

    /** Reads the past: behind {@code after} where it is given, else the newest. */
    public synchronized Page history(
            String channel, StartFrom.After after, long before, int limit, NamespaceOptions options) {
        if (after == null) {
            Past newest = newest(channel, before, limit + 1, options);
            return page(newest.newest(limit), newest.events().size() > limit, null);
        }
        if (!after.epoch().equals(epoch) || after.seq() > seq) {
            return page(Past.whole(List.of()), false, Gap.of(after.seq(), seq + 1, Gap.Reason.EPOCH, null));
        }
        Gap gap = history.missingAfter(channel, after.seq())
                .map(lost -> Gap.of(lost.after(), lost.before(), Gap.Reason.EXPIRED, null))
                .orElse(null);
        Past found = past(channel, after.seq(), before, limit + 1, options);
        return page(found.oldest(limit), found.events().size() > limit, gap);
    }

    private Page page(Past past, boolean more, Gap gap) {
        metrics.expiredInHistory(past.expiredCount());
        return new Page(epoch, seq, past.events(), more, gap, past.expired());
    }

    private Past newest(String channel, long before, int limit, NamespaceOptions options) {
        return history.hasDeadlines(channel)
                ? past(channel, 0, before, Integer.MAX_VALUE, options).newest(limit)
                : Past.whole(history.newest(channel, before, limit));
    }

    private Past past(String channel, long after, long before, int limit, NamespaceOptions options) {
        return history.hasDeadlines(channel)
                ? Past.at(history.now(), history.range(channel, after, before, Integer.MAX_VALUE), options)
                        .oldest(limit)
                : Past.whole(history.range(channel, after, before, limit));
    }

    /**
     * Tells an outlet where the shard stands, behind all its events up to there. Not while one of its subscriptions is
     * catching up: it would take the position for that one's too. Ephemeral ones have none.
     */
    public synchronized void announcePosition(Collection<Subscription> ofOneOutlet, Outlet outlet) {
        List<Subscription> durable =
                ofOneOutlet.stream().filter(each -> !each.ephemeral()).toList();
        boolean all = durable.stream().allMatch(subscription -> subscription.attached() && subscription.live());
        if (!durable.isEmpty() && all && !epoch.isEmpty()) {
            outlet.position(EnvelopeCodec.encode(Envelope.event(Action.POSITION)
                    .payload(new Position(epoch, shard, seq))
                    .build()));
        }
    }

    synchronized void event(String channel, StoredEvent event, long retainedFrom) {
        history.append(channel, event);
        advanced(event.seq(), retainedFrom);
        List<Subscription> subscribers = channels.get(channel);
        if (subscribers != null) {
            delivery.event(channel, event, retainedFrom, subscribers);
        }
    }

    /** Whether anybody here subscribes to a channel just now. */
    synchronized boolean isFollowed(String channel) {
        return channels.containsKey(channel);
    }

    /** An event that nobody keeps. */
    synchronized void ephemeral(String channel, StoredEvent event) {
        List<Subscription> subscribers = channels.get(channel);
        if (subscribers != null) {
            delivery.ephemeral(event, subscribers);
        }
    }

    /** Events of ephemeral channels never came to this instance, and nobody knows in which channels. */
    synchronized void lost(long count) {
        subscriptions().filter(Subscription::ephemeral).forEach(each -> gap(each, Gap.droppedAtMost(count)));
    }

    synchronized void advanced(long position, long retainedFrom) {
        seq = position;
        history.retainFrom(retainedFrom);
    }

    synchronized void heads(Map<String, Long> heads, long forgottenThrough) {
        history.recall(heads, forgottenThrough);
    }

    synchronized void kept(List<Event> values, long forgottenThrough) {
        for (Event value : values) {
            if (history.lacks(value.channel(), value.seq())) {
                history.keep(value.channel(), StoredEvent.of(value));
            }
        }
        history.forgetKept(forgottenThrough);
    }

    /** This instance missed entries: each subscriber may have, and is told. One that was dropping goes on from the history. */
    synchronized void hole(long after, long before) {
        // Nothing across it can be recovered here.
        history.missed(before);
        durableSubscriptions().forEach(subscription -> {
            if (subscription.live() || subscription.isDropping()) {
                delivery.tell(subscription);
                gap(subscription, Gap.of(after, before, Gap.Reason.EXPIRED, null));
                subscription.moveTo(before - 1);
            }
        });
    }

    synchronized void newEpoch(String newEpoch, long next) {
        long last = seq;
        durableSubscriptions().forEach(delivery::tell);
        epoch = newEpoch;
        seq = next - 1;
        history.truncate(next);
        durableSubscriptions().forEach(subscription -> {
            gap(subscription, Gap.of(last, next, Gap.Reason.EPOCH, null));
            subscription.caughtUp(seq);
            delivery.done(subscription);
        });
    }

    synchronized int retained() {
        return history.size();
    }

    private boolean anythingAfter(String channel, long position) {
        return history.countAfter(channel, position) > 0
                || history.missingAfter(channel, position).isPresent();
    }

    private Stream<Subscription> subscriptions() {
        return channels.values().stream().flatMap(List::stream);
    }

    private Stream<Subscription> durableSubscriptions() {
        return subscriptions().filter(subscription -> !subscription.ephemeral());
    }

    void gap(Subscription subscription, Gap gap) {
        subscription.outlet().notice(subscription, gapOf(subscription, gap));
    }

    String gapOf(Subscription subscription, Gap gap) {
        return subscription.told(gap, epoch);
    }

    String epoch() {
        return epoch;
    }
}
