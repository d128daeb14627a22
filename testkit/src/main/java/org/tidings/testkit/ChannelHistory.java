package org.tidings.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is known of one channel in one incarnation of the log: which event stands where. Pieced together from
 * acknowledgements and deliveries, in whatever order these are told.
 */
final class ChannelHistory {

    private record Sent(String publisher, long index) {}

    private final String channel;
    private final Consumer<Violation> violations;
    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<String, Long> sentCounts = new HashMap<>();
    private final Map<Long, String> messageIdBySeq = new HashMap<>();
    private final Map<String, Long> seqByMessageId = new HashMap<>();

    /** Per publisher, its events by position. */
    private final Map<String, NavigableMap<Long, String>> order = new HashMap<>();

    private final NavigableMap<Long, String> acknowledged = new TreeMap<>();

    ChannelHistory(String channel, Consumer<Violation> violations) {
        this.channel = channel;
        this.violations = violations;
    }

    void sent(String publisher, String messageId) {
        sent.computeIfAbsent(messageId, id -> new Sent(publisher, sentCounts.merge(publisher, 1L, Long::sum)));
    }

    boolean wasSent(String messageId) {
        return sent.containsKey(messageId);
    }

    void acknowledged(long seq, String messageId) {
        acknowledged.put(seq, messageId);
        stands(seq, messageId);
    }

    /** Acknowledged events behind a position. */
    NavigableMap<Long, String> acknowledgedAfter(long seq) {
        return acknowledged.tailMap(seq, false);
    }

    /** Takes note that an event stands at a position. */
    void stands(long seq, String messageId) {
        String other = messageIdBySeq.putIfAbsent(seq, messageId);
        if (other != null) {
            if (!other.equals(messageId)) {
                violations.accept(new Violation.Divergent(channel, seq, other, messageId));
            }
            return;
        }
        Long first = seqByMessageId.putIfAbsent(messageId, seq);
        if (first != null) {
            violations.accept(
                    new Violation.StoredTwice(channel, messageId, Math.min(first, seq), Math.max(first, seq)));
            return;
        }
        Sent by = sent.get(messageId);
        if (by != null) {
            checkOrder(by, seq, messageId);
        }
    }

    private void checkOrder(Sent by, long seq, String messageId) {
        NavigableMap<Long, String> placed = order.computeIfAbsent(by.publisher, name -> new TreeMap<>());
        Map.Entry<Long, String> before = placed.lowerEntry(seq);
        Map.Entry<Long, String> after = placed.higherEntry(seq);
        if (before != null && sent.get(before.getValue()).index > by.index) {
            violations.accept(new Violation.Swapped(by.publisher, channel, messageId, before.getValue()));
        }
        if (after != null && sent.get(after.getValue()).index < by.index) {
            violations.accept(new Violation.Swapped(by.publisher, channel, after.getValue(), messageId));
        }
        placed.put(seq, messageId);
    }
}
