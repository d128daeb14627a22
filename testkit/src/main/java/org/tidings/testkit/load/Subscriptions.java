package org.tidings.testkit.load;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client follows and how far it is: takes all that moves it from the envelopes, and tells the listener. Confined to
 * the swarm's thread.
 */
final class Subscriptions {

    private final SwarmClient client;
    private final SwarmListener listener;
    private final Map<String, Subscription> byChannel = new LinkedHashMap<>();

    /** Whether all stand on this connection and have what was missed. */
    private boolean caughtUp;

    Subscriptions(SwarmClient client, SwarmListener listener) {
        this.client = client;
        this.listener = listener;
    }

    void add(Subscription subscription) {
        byChannel.put(subscription.channel(), subscription);
    }

    Collection<Subscription> all() {
        return byChannel.values();
    }

    boolean areCaughtUp() {
        return caughtUp;
    }

    /** Whether everything of each channel up to these positions has come. */
    boolean haveReached(Map<String, Long> positions) {
        return caughtUp && all().stream().allMatch(each -> each.hasReached(positions.getOrDefault(each.channel(), 0L)));
    }

    /** @param reply or error; null where the connection ended first */
    void answered(Subscription subscription, WireText reply) {
        if (reply == null) {
            return;
        }
        if (!"reply".equals(reply.type)) {
            listener.complaint(client, reply.toString());
            return;
        }
        if (subscription.isNew()) {
            subscription.begin(reply);
            listener.subscribed(client, subscription.channel(), reply.epoch, reply.seq);
        } else {
            subscription.resume(reply);
            int gap = reply.payload.indexOf("\"gap\"");
            if (gap >= 0) {
                gap(subscription.channel(), reply.epoch, reply.payload.substring(gap));
            }
        }
        if (subscription.isCaughtUp()) {
            checkCaughtUp();
        }
    }

    void message(WireText event, long nanos) {
        listener.message(client, event, nanos);
        Subscription subscription = byChannel.get(event.channel);
        if (subscription == null) {
            listener.complaint(client, "an event of another channel: " + event);
        } else if (subscription.saw(event.seq)) {
            checkCaughtUp();
        }
    }

    void gap(String channel, String epoch, String payload) {
        Subscription subscription = byChannel.get(channel);
        long before = WireText.number(payload, "before", 0);
        if (!subscription.isOf(epoch)) {
            listener.complaint(client, "another epoch of " + channel + ": " + epoch);
        }
        subscription.skipTo(before);
        listener.gap(
                client, channel, WireText.number(payload, "after", 0), before, WireText.number(payload, "count", -1));
    }

    void position(WireText event) {
        long shard = WireText.number(event.payload, "shard", -1);
        long seq = WireText.number(event.payload, "seq", 0);
        for (Subscription subscription : all()) {
            if (subscription.positioned(shard, seq)) {
                listener.positioned(client, subscription.channel(), seq);
            }
        }
    }

    void checkCaughtUp() {
        if (!caughtUp && all().stream().allMatch(Subscription::isCaughtUp)) {
            caughtUp = true;
            listener.caughtUp(client);
        }
    }

    /** The connection has ended. */
    void interrupt() {
        caughtUp = false;
        all().forEach(Subscription::interrupt);
    }
}
