package org.tidings.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a shard's log retains, by channel, as far as this instance has read it. It ends where the log ends: recovery says the
 * same on every instance.
 *
 * <p>Guarded by the feed's lock.
 */
public final class ShardHistory {

    private static final ChannelHistory NONE = new ChannelHistory();

    private final Map<String, ChannelHistory> channels = new HashMap<>();
    private final Deque<Retained> order = new ArrayDeque<>();
    private long retainedFrom = 1;
    private long forgottenThrough;

    private record Retained(long seq, String channel) {}

    /** Events of a channel that cannot be given any more: those between the two positions, both exclusive. */
    public record Missing(long after, long before) {}

    public void append(String channel, StoredEvent event) {
        channels.computeIfAbsent(channel, name -> new ChannelHistory()).append(event);
        order.add(new Retained(event.seq(), channel));
    }

    /** The log holds nothing below this position any more. */
    public void retainFrom(long seq) {
        retainedFrom = Math.max(retainedFrom, seq);
        while (!order.isEmpty() && order.peek().seq() < retainedFrom) {
            channels.get(order.poll().channel()).removeOldest();
        }
    }

    /** What was appended from this position on is not in the log, which was restored to an older state. */
    public void truncate(long from) {
        while (!order.isEmpty() && order.peekLast().seq() >= from) {
            channels.get(order.pollLast().channel()).removeNewest();
        }
        channels.values().forEach(channel -> channel.headBefore(from));
        retainedFrom = Math.min(retainedFrom, from);
    }

    /** @param forgotten as known now: while little of the log is read it is higher than later on */
    public void recall(Map<String, Long> heads, long forgotten) {
        heads.forEach((channel, head) ->
                channels.computeIfAbsent(channel, name -> new ChannelHistory()).recall(head));
        forgottenThrough = forgotten;
        channels.values().removeIf(channel -> channel.isEmpty() && channel.head() <= forgotten);
    }

    /** What of a channel's events behind a position is gone; empty if all that came since can be given. */
    public Optional<Missing> missingAfter(String channel, long seq) {
        ChannelHistory history = channel(channel);
        long head = Math.max(history.head(), history == NONE ? forgottenThrough : 0);
        if (seq + 1 >= retainedFrom || seq >= head) {
            return Optional.empty();
        }
        StoredEvent oldest = history.oldest();
        if (oldest == null) {
            return Optional.of(new Missing(seq, head + 1));
        }
        return oldest.prev() <= seq ? Optional.empty() : Optional.of(new Missing(seq, oldest.seq()));
    }

    public int countAfter(String channel, long seq) {
        return channel(channel).countAfter(seq);
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
        return order.size();
    }

    private ChannelHistory channel(String name) {
        return channels.getOrDefault(name, NONE);
    }
}
