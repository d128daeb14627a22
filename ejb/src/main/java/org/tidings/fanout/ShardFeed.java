package org.tidings.fanout;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.tidings.authorization.ChannelPattern;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.filter.EventFilter;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.log.Event;
import org.tidings.namespace.NamespaceOptions;

/**
 * One shard's events on their way to this instance's subscribers, and its history. Thread-safe: everything happens under this
 * object's lock, in one sequence. What it consists of has no lock of its own and is reached by nobody else; only {@link Lookbacks}
 * come from outside the lock, and take it.
 */
public final class ShardFeed {

    private final ShardPosition position;
    private final ShardHistory history;
    private final Map<String, List<Subscription>> channels = new HashMap<>();
    private final PatternFeed patterns;
    private final PastReader past;
    private final Lookbacks lookbacks;
    private final Delivery delivery;
    private final EphemeralDelivery ephemerals;
    private final Gaps gaps;
    private final Beginnings beginnings;

    /** One whose figures nobody reads. */
    ShardFeed(int shard, ShardHistory history) {
        this(shard, history, new DeliveryMetrics(new CompositeMeterRegistry()));
    }

    ShardFeed(int shard, ShardHistory history, DeliveryMetrics metrics) {
        this.position = new ShardPosition(shard);
        this.history = history;
        this.past = new PastReader(position, history, metrics);
        this.delivery = new Delivery(history, past, metrics);
        this.ephemerals = new EphemeralDelivery(delivery, metrics);
        this.patterns = new PatternFeed(history, past, delivery, ephemerals);
        this.gaps = new Gaps(delivery);
        this.lookbacks = new Lookbacks(this, history);
        this.beginnings = new Beginnings(position, history, past, lookbacks, delivery, gaps);
    }

    /** Where the shard stands. */
    public record Standing(String epoch, long seq) {}

    /** A subscription to a channel of this shard, not attached yet. */
    public Subscription subscription(String channel, Outlet outlet, NamespaceOptions options) {
        return subscription(channel, outlet, options, null);
    }

    /** Likewise. @param filter which of its events are wanted; null for all */
    public Subscription subscription(String channel, Outlet outlet, NamespaceOptions options, EventFilter filter) {
        return new Subscription(channel, this, outlet, options, filter, null);
    }

    /** This shard's part of a subscription to a pattern, which has not begun. */
    public Subscription subscription(
            ChannelPattern pattern, Outlet outlet, NamespaceOptions options, EventFilter filter, ChannelRights rights) {
        return new Subscription(pattern.text(), this, outlet, options, filter, new PatternReader(pattern, rights));
    }

    public int shard() {
        return position.number();
    }

    public synchronized Standing standing() {
        return new Standing(position.epoch(), position.seq());
    }

    /**
     * Begins a subscription. From the moment {@code reply} is called, with the lock held, every later event reaches the
     * outlet, behind whatever the reply queued there.
     */
    public void attach(Subscription subscription, StartFrom start, Consumer<Attached> reply) {
        attach(subscription, () -> start, reply);
    }

    /** Likewise. @param asOfNow asked with the lock held: rights that are taken later find the subscription attached */
    public void attach(Subscription subscription, Supplier<StartFrom> asOfNow, Consumer<Attached> reply) {
        // A long past is looked through before, while the shard goes on.
        Lookback lookback = subscription.filter() == null ? null : lookbacks.of(subscription, asOfNow.get());
        synchronized (this) {
            StartFrom start = asOfNow.get();
            Attached attached = beginnings.attach(subscription, start, lookback);
            channels.computeIfAbsent(subscription.channel(), name -> new ArrayList<>(1))
                    .add(subscription);
            reply.accept(attached);
            if (!subscription.live()) {
                beginnings.catchUp(subscription, start);
            }
        }
    }

    /** Finds out where a part of a pattern's subscription begins, and what it gets of the past. */
    public Attached look(Subscription part, StartFrom start) {
        Lookback lookback = lookbacks.of(part, start);
        synchronized (this) {
            return beginnings.look(part, start, lookback);
        }
    }

    /** Begins it there. From now on the outlet gets what came since, and comes. */
    public synchronized void begin(Subscription part) {
        patterns.begin(part);
        beginnings.begin(part);
    }

    /** What its subscriber may hear has changed: what waits to be sent, and what is to come, is decided upon again. */
    public synchronized void reconsider(Subscription part) {
        if (part.attached()) {
            patterns.reconsider(part);
        }
    }

    /** Ends a subscription: no event is offered for it any more. */
    public synchronized void detach(Subscription subscription) {
        subscription.detach();
        delivery.done(subscription);
        if (subscription.pattern() != null) {
            patterns.end(subscription);
            return;
        }
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

    /** The subscriber may not read history any more: what it still misses from before it subscribed becomes a gap. */
    public synchronized void endRecovery(Subscription subscription) {
        gaps.forbidden(subscription);
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
        return subscription.pattern() == null || subscription.ephemeral()
                ? delivery.catchUp(subscription, position.seq())
                : patterns.catchUp(subscription, position.seq());
    }

    /** How many of a channel's events lie behind a position, of those that can be given. @param after of the epoch it is asked of */
    public synchronized int countAfter(String channel, ToLongFunction<String> after) {
        return history.countAfter(channel, after.applyAsLong(position.epoch()));
    }

    /** Tells those who are subscribed to a channel, behind all its events up to now. @param envelope in this epoch */
    public synchronized void tell(String channel, Function<String, Envelope> envelope) {
        List<Subscription> subscribers = channels.get(channel);
        if (subscribers != null) {
            String text = EnvelopeCodec.encode(envelope.apply(position.epoch()));
            subscribers.forEach(subscription -> subscription.outlet().notice(subscription, text));
        }
    }

    /** Reads the past: behind {@code after} where it is given, else the newest. */
    public synchronized PastPage history(
            String channel, StartFrom.After after, long before, int limit, NamespaceOptions options) {
        return past.page(channel, after, before, limit, options);
    }

    /** Tells an outlet where the shard stands, unless one of its subscriptions is behind. */
    public synchronized void announcePosition(Collection<Subscription> ofOneOutlet, Outlet outlet) {
        position.announce(ofOneOutlet, outlet);
    }

    synchronized void event(String channel, StoredEvent event, long retainedFrom) {
        history.append(channel, event);
        position.advance(event.seq());
        history.retainFrom(retainedFrom);
        List<Subscription> subscribers = channels.get(channel);
        if (subscribers != null) {
            delivery.event(channel, event, retainedFrom, subscribers);
        }
        patterns.event(channel, event);
    }

    /** Whether anybody here subscribes to a channel just now. */
    synchronized boolean isFollowed(String channel) {
        return channels.containsKey(channel) || patterns.isFollowed(channel);
    }

    /** An event that nobody keeps. */
    synchronized void ephemeral(String channel, StoredEvent event) {
        List<Subscription> subscribers = channels.get(channel);
        if (subscribers != null) {
            ephemerals.event(event, subscribers);
        }
        patterns.ephemeral(channel, event);
    }

    /** Events of ephemeral channels never came to this instance, and nobody knows in which channels. */
    synchronized void lost(long count) {
        subscriptions().filter(Subscription::ephemeral).forEach(each -> gaps.lost(each, count));
    }

    synchronized void advanced(long seq, long retainedFrom) {
        position.advance(seq);
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

    /** Everything of a channel up to a position is erased: nobody gets it any more, and whoever has not had it is told. */
    synchronized void erased(String channel, long through) {
        history.erase(channel, through);
        delivery.forget(channel);
        channels.getOrDefault(channel, List.of()).forEach(subscription -> gaps.erased(subscription, through));
    }

    /** This instance missed entries: each subscriber may have, and is told. One that was dropping goes on from the history. */
    synchronized void hole(long after, long before) {
        // Nothing across it can be recovered here.
        history.missed(before);
        durableSubscriptions().forEach(subscription -> gaps.neverCame(subscription, after, before));
    }

    synchronized void newEpoch(String epoch, long next) {
        long last = position.seq();
        // What was left out is told in the epoch in which it counts.
        durableSubscriptions().forEach(delivery::tell);
        position.begin(epoch, next);
        history.truncate(next);
        durableSubscriptions().forEach(subscription -> gaps.newEpoch(subscription, last, next));
    }

    synchronized int retained() {
        return history.size();
    }

    private Stream<Subscription> subscriptions() {
        return Stream.concat(channels.values().stream().flatMap(List::stream), patterns.all().stream());
    }

    private Stream<Subscription> durableSubscriptions() {
        return subscriptions().filter(subscription -> !subscription.ephemeral());
    }

    ShardPosition position() {
        return position;
    }
}
