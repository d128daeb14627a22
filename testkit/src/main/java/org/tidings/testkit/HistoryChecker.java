package org.tidings.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what publishers were promised with what subscribers saw: lost, repeated, reordered and invented events,
 * orders that differ between subscribers, holes that nobody announced. Told of each thing as it happens, in one pass,
 * by clients that take nothing out themselves. Knows no clock and no network.
 *
 * <p>Publishers and subscribers may be told of in any interleaving; of one subscriber, in its own order. Confined to one
 * thread, or guarded by the caller. Keeps some hundred bytes an event.
 */
public final class HistoryChecker {

    private record Incarnation(String channel, String epoch) {}

    private record Subscription(String subscriber, String channel) {}

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Incarnation, ChannelHistory> channels = new HashMap<>();
    private final Map<Subscription, SubscriberHistory> current = new HashMap<>();
    private final List<SubscriberHistory> subscribers = new ArrayList<>();

    /** Every publish that was ever begun: publisher by messageId, per channel, in the order of sending. */
    private final Map<String, Map<String, String>> sent = new HashMap<>();

    /** A publisher begins to send an event; sending the same again changes nothing. */
    public void sent(String publisher, String channel, String messageId) {
        sent.computeIfAbsent(channel, name -> new LinkedHashMap<>()).putIfAbsent(messageId, publisher);
        channels.forEach((incarnation, history) -> {
            if (incarnation.channel.equals(channel)) {
                history.sent(publisher, messageId);
            }
        });
    }

    /** The publisher of the event was told that it is stored. */
    public void acknowledged(String channel, String messageId, String epoch, long seq) {
        channel(channel, epoch).acknowledged(seq, messageId);
    }

    /** A subscription begins for the first time: everything behind {@code seq} is owed. */
    public void subscribed(String subscriber, String channel, String epoch, long seq) {
        SubscriberHistory history =
                new SubscriberHistory(subscriber, channel, channel(channel, epoch), seq, violations::add);
        subscribers.add(history);
        SubscriberHistory before = current.put(new Subscription(subscriber, channel), history);
        if (before != null) {
            before.ended();
        }
    }

    /** An event was delivered. */
    public void saw(String subscriber, String channel, long seq, long prev, String messageId) {
        of(subscriber, channel).saw(seq, prev, messageId);
    }

    /** The server announced that everything between both ends is missing. */
    public void gap(String subscriber, String channel, long after, long before) {
        of(subscriber, channel).gap(after, before);
    }

    /** The server said that the subscriber has everything up to here. */
    public void positioned(String subscriber, String channel, long seq) {
        of(subscriber, channel).positioned(seq);
    }

    /** The subscriber left for good: nothing behind its position is owed. */
    public void left(String subscriber, String channel) {
        of(subscriber, channel).ended();
    }

    /** What is wrong so far, whatever may still come. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** All that is wrong once nothing more will come: now what has not arrived is lost. */
    public List<Violation> finish() {
        subscribers.forEach(SubscriberHistory::reportLosses);
        return violations();
    }

    private SubscriberHistory of(String subscriber, String channel) {
        SubscriberHistory history = current.get(new Subscription(subscriber, channel));
        if (history == null) {
            throw new IllegalStateException(subscriber + " never subscribed to " + channel);
        }
        return history;
    }

    private ChannelHistory channel(String channel, String epoch) {
        return channels.computeIfAbsent(new Incarnation(channel, epoch), incarnation -> {
            ChannelHistory history = new ChannelHistory(channel, violations::add);
            sent.getOrDefault(channel, Map.of()).forEach((messageId, publisher) -> history.sent(publisher, messageId));
            return history;
        });
    }
}
