package org.tidings.fanout;

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
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.Gap;
import org.tidings.envelope.Position;
import org.tidings.history.ShardHistory;
import org.tidings.history.ShardHistory.Missing;
import org.tidings.history.StoredEvent;
import org.tidings.log.Event;
import org.tidings.namespace.NamespaceOptions;

/**
 * One shard's events on their way to this instance's subscribers, and its history. Thread-safe: everything happens under this
 * object's lock, in one sequence.
 */
public final class ShardFeed {

    /** Events moved from history to one outlet before others have their turn. */
    private static final int PAGE = 64;

    private final int shard;
    private final ShardHistory history;
    private final Map<String, List<Subscription>> channels = new HashMap<>();
    private String epoch = "";
    private long seq;

    ShardFeed(int shard, ShardHistory history) {
        this.shard = shard;
        this.history = history;
    }

    /** A consistent view of some of a channel's past. */
    public record Page(String epoch, long seq, List<StoredEvent> events, boolean more, Gap gap) {}

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
            List<StoredEvent> newest = history.newest(channel, Long.MAX_VALUE, last.count());
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
        int count = history.countAfter(channel, from);
        subscription.attach(from, standing, count == 0);
        channels.computeIfAbsent(channel, name -> new ArrayList<>(1)).add(subscription);
        reply.accept(new Attached(epoch, shard, seq, count, gap));
        // A last value goes at once: the next event would take its place in the history.
        boolean done = start instanceof StartFrom.LastValue && catchUp(subscription);
        if (count > 0 && !done) {
            subscription.outlet().behind(subscription);
        }
    }

    /** Ends a subscription: no event is offered for it any more. */
    public synchronized void detach(Subscription subscription) {
        subscription.detach();
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
     * Moves what a subscription missed from history to its outlet, one page at the most.
     *
     * @return whether it is done: live again, or ended
     */
    public synchronized boolean catchUp(Subscription subscription) {
        if (!subscription.attached() || subscription.live()) {
            return true;
        }
        if (subscription.ephemeral()) {
            gap(subscription, Gap.dropped(subscription.takeDropped()));
            subscription.caughtUp(seq);
            return true;
        }
        String channel = subscription.channel();
        history.missingAfter(channel, subscription.position()).ifPresent(missing -> {
            gap(subscription, Gap.of(missing.after(), missing.before(), Gap.Reason.SLOW, null));
            subscription.moveTo(missing.before() - 1);
        });
        List<StoredEvent> page = history.range(channel, subscription.position(), Long.MAX_VALUE, PAGE);
        for (StoredEvent event : page) {
            if (!subscription.outlet().offer(subscription, event)) {
                return false;
            }
            subscription.moveTo(event.seq());
        }
        if (page.size() == PAGE) {
            return false;
        }
        subscription.caughtUp(seq);
        return true;
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
            subscribers.forEach(subscription -> subscription.outlet().control(text));
        }
    }

    /** Reads the past: behind {@code after} where it is given, else the newest. */
    public synchronized Page history(String channel, StartFrom.After after, long before, int limit) {
        if (after == null) {
            List<StoredEvent> newest = history.newest(channel, before, limit + 1);
            boolean more = newest.size() > limit;
            return new Page(epoch, seq, more ? newest.subList(1, newest.size()) : newest, more, null);
        }
        if (!after.epoch().equals(epoch) || after.seq() > seq) {
            return new Page(epoch, seq, List.of(), false, Gap.of(after.seq(), seq + 1, Gap.Reason.EPOCH, null));
        }
        Gap gap = history.missingAfter(channel, after.seq())
                .map(lost -> Gap.of(lost.after(), lost.before(), Gap.Reason.EXPIRED, null))
                .orElse(null);
        List<StoredEvent> found = history.range(channel, after.seq(), before, limit + 1);
        boolean more = found.size() > limit;
        return new Page(epoch, seq, more ? found.subList(0, limit) : found, more, gap);
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
            outlet.control(EnvelopeCodec.encode(Envelope.event(Action.POSITION)
                    .payload(new Position(epoch, shard, seq))
                    .build()));
        }
    }

    synchronized void event(String channel, StoredEvent event, long retainedFrom) {
        history.append(channel, event);
        advanced(event.seq(), retainedFrom);
        List<Subscription> subscribers = channels.get(channel);
        if (subscribers == null) {
            return;
        }
        for (Subscription subscription : subscribers) {
            if (subscription.live()) {
                if (subscription.outlet().offer(subscription, event)) {
                    subscription.moveTo(event.seq());
                } else {
                    // It stays at the event before this one.
                    subscription.moveTo(Math.max(subscription.position(), event.prev()));
                    subscription.fallBehind();
                    subscription.outlet().behind(subscription);
                }
            }
        }
    }

    /** Whether anybody here subscribes to a channel just now. */
    synchronized boolean isFollowed(String channel) {
        return channels.containsKey(channel);
    }

    /** An event that nobody keeps: who has no room for it misses it, and hears how many it missed as soon as there is room. */
    synchronized void ephemeral(String channel, StoredEvent event) {
        for (Subscription subscription : channels.getOrDefault(channel, List.of())) {
            if (!subscription.live()) {
                subscription.drop();
            } else if (!subscription.outlet().offer(subscription, event)) {
                subscription.drop();
                subscription.fallBehind();
                subscription.outlet().behind(subscription);
            }
        }
    }

    /** Events of ephemeral channels never came to this instance, and nobody knows in which channels. */
    synchronized void lost(long count) {
        everySubscription(subscription -> {
            if (subscription.ephemeral()) {
                gap(subscription, Gap.droppedAtMost(count));
            }
        });
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

    /** This instance missed entries: each subscriber may have, and is told. */
    synchronized void hole(long after, long before) {
        // Nothing across it can be recovered here.
        history.missed(before);
        everySubscription(subscription -> {
            if (subscription.live() && !subscription.ephemeral()) {
                gap(subscription, Gap.of(after, before, Gap.Reason.EXPIRED, null));
            }
        });
    }

    synchronized void newEpoch(String newEpoch, long next) {
        long last = seq;
        epoch = newEpoch;
        seq = next - 1;
        history.truncate(next);
        everySubscription(subscription -> {
            if (!subscription.ephemeral()) {
                gap(subscription, Gap.of(last, next, Gap.Reason.EPOCH, null));
                subscription.caughtUp(seq);
            }
        });
    }

    synchronized int retained() {
        return history.size();
    }

    private boolean anythingAfter(String channel, long position) {
        return history.countAfter(channel, position) > 0
                || history.missingAfter(channel, position).isPresent();
    }

    private void everySubscription(Consumer<Subscription> action) {
        channels.values().forEach(subscribers -> subscribers.forEach(action));
    }

    private void gap(Subscription subscription, Gap gap) {
        subscription.outlet().control(gapOf(subscription, gap));
    }

    private String gapOf(Subscription subscription, Gap gap) {
        EnvelopeBuilder event =
                Envelope.event(Action.GAP).channel(subscription.channel()).payload(gap);
        return EnvelopeCodec.encode(
                subscription.ephemeral()
                        ? event.build()
                        : event.epoch(epoch).shard(shard).build());
    }
}
