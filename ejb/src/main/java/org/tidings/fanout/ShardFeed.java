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
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.Gap;
import org.tidings.envelope.Position;
import org.tidings.filter.EventFilter;
import org.tidings.history.ShardHistory;
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
    private final Delivery delivery;
    private final PatternFeed patterns;
    private final Lookbacks lookbacks;
    private final PastReader past;
    private String epoch = "";
    private long seq;
    /** The event that tells where the shard stands, as it was made last; null before the first. */
    private String positionEvent;
    /** Where it stood then. */
    private long positionEventSeq;

    private String positionEventEpoch;

    /** One whose figures nobody reads. */
    ShardFeed(int shard, ShardHistory history) {
        this(shard, history, new DeliveryMetrics(new CompositeMeterRegistry()));
    }

    ShardFeed(int shard, ShardHistory history, DeliveryMetrics metrics) {
        this.shard = shard;
        this.history = history;
        this.delivery = new Delivery(this, history, metrics);
        this.patterns = new PatternFeed(this, history, delivery);
        this.lookbacks = new Lookbacks(this, history);
        this.past = new PastReader(this, history, patterns, metrics);
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
    public void attach(Subscription subscription, Supplier<StartFrom> asOfNow, Consumer<Attached> reply) {
        Lookback lookback = subscription.filter() == null ? null : lookbacks.of(subscription, asOfNow.get());
        attach(subscription, asOfNow, lookback, reply);
    }

    /** @param lookback null where all past events are wanted */
    private synchronized void attach(
            Subscription subscription, Supplier<StartFrom> asOfNow, Lookback lookback, Consumer<Attached> reply) {
        StartFrom start = asOfNow.get();
        String channel = subscription.channel();
        if (lookback != null) {
            lookbacks.goOn(subscription, lookback);
        }
        Gap gap = past.gapBehind(subscription, start);
        long from = past.from(subscription, start, gap, lookback);
        int all = history.countAfter(channel, from);
        Attached attached = lookback == null ? attached(subscription, from, all, gap) : attached(lookback, from, gap);
        // A last value is no history, and whoever has no right to that keeps it.
        subscription.attach(from, start instanceof StartFrom.LastValue ? from : seq, all == 0);
        channels.computeIfAbsent(channel, name -> new ArrayList<>(1)).add(subscription);
        reply.accept(attached);
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

    private Attached attached(Subscription subscription, long from, int all, Gap gap) {
        int expired = past.expiredAfter(subscription, from);
        return new Attached(epoch, shard, seq, all - expired, gap, expired);
    }

    private Attached attached(Lookback lookback, long from, Gap gap) {
        return new Attached(epoch, shard, seq, lookback.wantedAfter(from), gap, lookback.expiredAfter(from));
    }

    /** Finds out where a part of a pattern's subscription begins, and what it gets of the past. */
    public Attached look(Subscription part, StartFrom start) {
        Lookback lookback = lookbacks.of(part, start);
        synchronized (this) {
            lookbacks.goOn(part, lookback);
            Gap gap = past.gapBehind(part, start);
            long from = past.from(part, start, gap, lookback);
            part.prepare(from, seq, epoch, lookback.unreadable());
            return attached(lookback, from, gap);
        }
    }

    /** Begins it there. From now on the outlet gets what came since, and comes. */
    public synchronized void begin(Subscription part) {
        patterns.begin(part);
        part.attach(part.position(), part.began(), part.ephemeral() || seq == part.position());
        if (!part.pattern().epoch().equals(epoch)) {
            gap(part, Gap.of(part.position(), seq + 1, Gap.Reason.EPOCH, null));
            caughtUp(part);
        } else if (!part.live()) {
            part.outlet().behind(part);
        }
    }

    /** What its subscriber may hear has changed: what waits to be sent, and what is to come, is decided upon again. */
    public synchronized void reconsider(Subscription part) {
        if (part.attached()) {
            patterns.reconsider(part);
        }
    }

    private void caughtUp(Subscription subscription) {
        subscription.caughtUp(seq);
        subscription.passed(seq);
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
        return subscription.pattern() == null || subscription.ephemeral()
                ? delivery.catchUp(subscription, seq)
                : patterns.catchUp(subscription, seq);
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
        return past.page(channel, after, before, limit, options);
    }

    /**
     * Tells an outlet where the shard stands, behind all its events up to there. Not while one of its subscriptions is
     * catching up: it would take the position for that one's too. Ephemeral ones have none.
     */
    public synchronized void announcePosition(Collection<Subscription> ofOneOutlet, Outlet outlet) {
        boolean durable = false;
        for (Subscription subscription : ofOneOutlet) {
            if (!subscription.ephemeral()) {
                if (!subscription.attached() || !subscription.live()) {
                    return;
                }
                durable = true;
            }
        }
        if (durable && !epoch.isEmpty()) {
            outlet.position(positionEvent());
        }
    }

    /** The same text for all that are told while the shard stands there. */
    private String positionEvent() {
        if (positionEvent == null || positionEventSeq != seq || !positionEventEpoch.equals(epoch)) {
            positionEventSeq = seq;
            positionEventEpoch = epoch;
            positionEvent = EnvelopeCodec.encode(Envelope.event(Action.POSITION)
                    .payload(new Position(epoch, shard, seq))
                    .build());
        }
        return positionEvent;
    }

    synchronized void event(String channel, StoredEvent event, long retainedFrom) {
        history.append(channel, event);
        advanced(event.seq(), retainedFrom);
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
            delivery.ephemeral(event, subscribers);
        }
        patterns.ephemeral(channel, event);
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

    /**
     * Everything of a channel up to a position is erased: it is forgotten here, and taken back where it waits to be sent. Who had it
     * before has it still; whoever did not is told.
     */
    synchronized void erased(String channel, long through) {
        history.erase(channel, through);
        delivery.forget(channel);
        for (Subscription subscription : channels.getOrDefault(channel, List.of())) {
            delivery.tell(subscription);
            boolean waited = subscription
                    .outlet()
                    .takeBack(subscription, through, first -> gapOf(subscription, erasedGap(first - 1, through)));
            if (subscription.position() < through) {
                if (!waited) {
                    gap(subscription, erasedGap(subscription.position(), through));
                }
                subscription.moveTo(through);
            }
        }
    }

    private static Gap erasedGap(long after, long through) {
        return Gap.of(after, through + 1, Gap.Reason.ERASED, null);
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
                subscription.passed(before - 1);
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
            caughtUp(subscription);
            delivery.done(subscription);
        });
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

    void gap(Subscription subscription, Gap gap) {
        subscription.outlet().notice(subscription, gapOf(subscription, gap));
    }

    String gapOf(Subscription subscription, Gap gap) {
        return subscription.told(gap, epoch);
    }

    String epoch() {
        return epoch;
    }

    PastReader past() {
        return past;
    }

    long seq() {
        return seq;
    }
}
