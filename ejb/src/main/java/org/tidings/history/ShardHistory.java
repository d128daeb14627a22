package org.tidings.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.tidings.namespace.Retention;

/**
 * What a shard's log retains, by channel, as far as this instance has read it and the channels' namespaces let it be had. It ends
 * where the log ends: recovery says the same on every instance.
 *
 * <p>Guarded by the feed's lock.
 */
public final class ShardHistory {

    private static final ChannelHistory NONE = new ChannelHistory();

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Function<String, Retention> retention;
    private final LongSupplier clock;
    private final Map<String, ChannelHistory> channels = new HashMap<>();
    /** What the log retains, also where the namespace's bound has removed the event. */
    private final RetainedOrder order = new RetainedOrder();

    private long retainedFrom = 1;
    private long forgottenThrough;
    private long keptForgottenThrough;
    private long sweptNanos = System.nanoTime();

    /**
     * An event and where it belongs.
     *
     * @param event null where its namespace does not let it be had any more
     */
    public record Placed(String channel, long seq, StoredEvent event) {}

    /** Events of a channel that cannot be given any more: those between the two positions, both exclusive. */
    public record Missing(long after, long before) {}

    /**
     * @param retention of each channel; asked again and again, for it may change
     * @param clock milliseconds since 1970
     */
    public ShardHistory(Function<String, Retention> retention, LongSupplier clock) {
        this.retention = retention;
        this.clock = clock;
    }

    /** By its clock, milliseconds since 1970. */
    public long now() {
        return clock.getAsLong();
    }

    public void append(String channel, StoredEvent event) {
        ChannelHistory history = channels.computeIfAbsent(channel, name -> new ChannelHistory());
        if (!history.isEmpty() && history.oldest().seq() < retainedFrom) {
            // It was kept as the last one.
            history.removeOldest();
        }
        history.append(event);
        order.add(new RetainedOrder.Retained(event.seq(), channel));
        bound(channel, history);
    }

    /** The log holds nothing below this position any more. */
    public void retainFrom(long seq) {
        retainedFrom = Math.max(retainedFrom, seq);
        while (order.size() > 0 && order.get(0).seq() < retainedFrom) {
            RetainedOrder.Retained gone = order.removeOldest();
            ChannelHistory history = channels.getOrDefault(gone.channel(), NONE);
            boolean held = !history.isEmpty() && history.oldest().seq() == gone.seq();
            if (held && !(history.size() == 1 && retention.apply(gone.channel()).keepsLast())) {
                history.removeOldest();
            }
        }
    }

    /** Entries before this position never came: what this instance holds from before may not be the last of its channel. */
    public void missed(long before) {
        retainFrom(before);
        channels.values().forEach(history -> history.removeThrough(retainedFrom - 1));
    }

    /** Whether the channel's last event, at this position, is to be kept and is not yet. */
    public boolean lacks(String channel, long seq) {
        ChannelHistory history = channels.getOrDefault(channel, NONE);
        return history.isEmpty()
                && seq >= history.head()
                && retention.apply(channel).keepsLast();
    }

    /** The channel's last event, whose own place the log does not retain, or not for long; only what it {@link #lacks}. */
    public void keep(String channel, StoredEvent last) {
        channels.computeIfAbsent(channel, name -> new ChannelHistory()).append(last);
    }

    /** Last events up to this position that the log has not repeated are forgotten there, and so by all instances. */
    public void forgetKept(long through) {
        if (through > keptForgottenThrough) {
            keptForgottenThrough = through;
            long forgotten = Math.min(through, retainedFrom - 1);
            channels.values().forEach(history -> history.removeThrough(forgotten));
        }
    }

    /** Everything of a channel up to a position is erased. */
    public void erase(String channel, long through) {
        channels.computeIfAbsent(channel, name -> new ChannelHistory()).erase(through);
    }

    /** Whether something of a channel behind a position was erased. */
    public boolean erasedAfter(String channel, long seq) {
        return channel(channel).erasedThrough() > seq;
    }

    /** What was appended from this position on is not in the log, which was restored to an older state. */
    public void truncate(long from) {
        while (order.size() > 0 && order.get(order.size() - 1).seq() >= from) {
            order.removeNewest();
        }
        channels.values().forEach(channel -> channel.truncate(from));
        retainedFrom = Math.min(retainedFrom, from);
        keptForgottenThrough = Math.min(keptForgottenThrough, from - 1);
    }

    /** @param forgotten as known now: while little of the log is read it is higher than later on */
    public void recall(Map<String, Long> heads, long forgotten) {
        heads.forEach((channel, head) ->
                channels.computeIfAbsent(channel, name -> new ChannelHistory()).recall(head));
        forgottenThrough = forgotten;
        if (System.nanoTime() - sweptNanos > SWEEP_NANOS) {
            channels.forEach(this::sweep);
            sweptNanos = System.nanoTime();
        }
        channels.values().removeIf(channel -> channel.isEmpty() && channel.head() <= forgotten);
    }

    /** What of a channel's events behind a position is gone; empty if all that came since can be given. */
    public Optional<Missing> missingAfter(String channel, long seq) {
        ChannelHistory history = channel(channel);
        long head = Math.max(history.head(), history == NONE ? forgottenThrough : 0);
        if (seq >= head || seq + 1 >= retainedFrom && seq >= history.boundedThrough()) {
            return Optional.empty();
        }
        StoredEvent oldest = history.oldest();
        if (oldest == null) {
            return Optional.of(new Missing(seq, head + 1));
        }
        return oldest.prev() <= seq ? Optional.empty() : Optional.of(new Missing(seq, oldest.seq()));
    }

    /** The channel's last event, where that is kept, and may still be delivered. */
    public Optional<StoredEvent> last(String channel) {
        StoredEvent newest = channel(channel).newest();
        return Optional.ofNullable(newest).filter(last -> !expired(channel, last));
    }

    /** Whether any of a channel's retained events has a deadline. */
    public boolean hasDeadlines(String channel) {
        return channel(channel).hasDeadlines();
    }

    /**
     * Likewise of all channels that are wanted, as far as the log does not retain it: what a namespace's bound has removed besides
     * is seen in the {@link #range}.
     */
    public Optional<Missing> missingAfter(Predicate<String> wanted, long seq) {
        if (seq + 1 >= retainedFrom) {
            return Optional.empty();
        }
        boolean missing = seq < forgottenThrough;
        for (Map.Entry<String, ChannelHistory> known : channels.entrySet()) {
            if (missing) {
                break;
            }
            missing = seq < known.getValue().head()
                    && wanted.test(known.getKey())
                    && missingAfter(known.getKey(), seq).isPresent();
        }
        return missing ? Optional.of(new Missing(seq, retainedFrom)) : Optional.empty();
    }

    /** The first events of all channels that the log retains behind a position, in the shard's order. */
    public List<Placed> range(long after, int limit) {
        List<Placed> found = new ArrayList<>();
        for (int i = order.indexAfter(after); i < order.size() && found.size() < limit; i++) {
            RetainedOrder.Retained next = order.get(i);
            found.add(new Placed(
                    next.channel(), next.seq(), channel(next.channel()).at(next.seq())));
        }
        return found;
    }

    public int countAfter(String channel, long seq) {
        return channel(channel).countAfter(seq);
    }

    /** Events of a channel behind a position, up to the end of the page in which the first lies: the same pages for all. */
    public List<StoredEvent> page(String channel, long after, int length) {
        return channel(channel).page(after, length);
    }

    /** At most {@code limit} events behind {@code after} and before {@code before}, oldest first. */
    public List<StoredEvent> range(String channel, long after, long before, int limit) {
        return channel(channel).range(after, before, limit);
    }

    /** The newest {@code limit} events before {@code before}, oldest first. */
    public List<StoredEvent> newest(String channel, long before, int limit) {
        return channel(channel).newest(before, limit);
    }

    public int size() {
        return channels.values().stream().mapToInt(ChannelHistory::size).sum();
    }

    private ChannelHistory channel(String name) {
        ChannelHistory history = channels.get(name);
        if (history == null) {
            return NONE;
        }
        bound(name, history);
        return history;
    }

    /** Frees what the namespace does not let be had. */
    private void bound(String channel, ChannelHistory history) {
        Retention kept = retention.apply(channel);
        int least = kept.keepsLast() ? 1 : 0;
        int most = Math.max(least, kept.bound().events());
        while (history.size() > most) {
            history.removeBeyondBound();
        }
        if (history.size() > least) {
            long since =
                    clock.getAsLong() - TimeUnit.SECONDS.toMillis(kept.bound().seconds());
            while (history.size() > least && history.oldest().at() < since) {
                history.removeBeyondBound();
            }
        }
    }

    /** Channels to which nobody publishes, and which nobody reads, are bounded too. */
    private void sweep(String channel, ChannelHistory history) {
        bound(channel, history);
        StoredEvent oldest = history.oldest();
        if (oldest != null && oldest.seq() < retainedFrom && expired(channel, oldest)) {
            history.removeOldest();
        }
    }

    private boolean expired(String channel, StoredEvent event) {
        return event.expiresAt() > 0
                && event.expiresAt() <= clock.getAsLong()
                && retention.apply(channel).deadlines();
    }
}
