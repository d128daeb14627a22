package org.tidings.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Filtered;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Subscribed;
import org.tidings.envelope.Unsubscribed;

/**
 * The channels that the application follows, and what the server says about them. Confined to the client's thread, but
 * for {@link #claim}; listeners are called on the events lane.
 */
final class SubscriptionBook implements SubscribeRequests.Outcome {

    private static final System.Logger LOG = System.getLogger(SubscriptionBook.class.getName());

    private final Map<String, ChannelSubscription> byChannel = new LinkedHashMap<>();

    /** Channels that cannot be subscribed to another time. Any thread. */
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    private final SubscribeRequests requests;
    private final Lanes lanes;

    /** Milliseconds since 1970: deadlines of events are written so. */
    private final LongSupplier wallClock;

    /** Called when a server does not answer. */
    private final Runnable noAnswer;

    /** Null while the client is not at its end. */
    private TidingsException closedBecause;

    SubscriptionBook(Requests requests, ClientThread thread, Lanes lanes, LongSupplier wallClock, Runnable noAnswer) {
        this.requests = new SubscribeRequests(requests, thread, this);
        this.lanes = lanes;
        this.wallClock = wallClock;
        this.noAnswer = noAnswer;
    }

    /** Takes a channel for a subscription, until that ends. @return false if it is taken */
    boolean claim(String channel) {
        return claimed.add(channel);
    }

    /** @param subscription of a channel that was claimed for it */
    void add(ChannelSubscription subscription) {
        if (closedBecause == null) {
            byChannel.put(subscription.channel(), subscription);
            requests.request(subscription);
        } else {
            lanes.fail(subscription.ready(), closedBecause);
        }
    }

    /** Asks for everything again, each from its own position. */
    void connected() {
        requests.connected();
        List.copyOf(byChannel.values()).forEach(requests::request);
    }

    void disconnected() {
        requests.disconnected();
        byChannel.values().forEach(subscription -> subscription.stage(ChannelSubscription.Stage.ABSENT));
    }

    /** Whether every subscription is live. */
    boolean isLive() {
        return byChannel.values().stream()
                .allMatch(subscription -> subscription.stage() == ChannelSubscription.Stage.LIVE);
    }

    void close(TidingsException why) {
        closedBecause = why;
        requests.disconnected();
        for (ChannelSubscription subscription : List.copyOf(byChannel.values())) {
            strike(subscription);
            lanes.fail(subscription.ready(), why);
        }
    }

    /** The application wants no more of it. */
    void remove(ChannelSubscription subscription, CompletableFuture<Void> done) {
        boolean known = subscription.stage() != ChannelSubscription.Stage.ABSENT
                && subscription.stage() != ChannelSubscription.Stage.ENDED;
        if (strike(subscription)) {
            lanes.fail(subscription.ready(), new TidingsException(Failure.CLOSED, "unsubscribed"));
        }
        // By way of the events lane: what was told before comes before.
        Runnable then = () -> lanes.events().execute(() -> lanes.complete(done, null));
        if (known) {
            requests.unsubscribe(subscription.channel(), then);
        } else {
            then.run();
        }
    }

    void message(Envelope event) {
        ChannelSubscription subscription = byChannel.get(event.channel());
        if (subscription == null || !subscription.isConfirmed()) {
            // Was on its way when an earlier subscription ended.
            return;
        }
        if (!subscription.isDuplicate(event)) {
            Gap hole = subscription.holeBefore(event);
            if (hole != null) {
                tell(subscription, hole);
            }
            subscription.advance(event);
            boolean expired = event.expiresAt() != null && event.expiresAt() < wallClock.getAsLong();
            if (!expired) {
                Event told = Event.of(event, event.channel(), subscription.epoch());
                lanes.events().execute(() -> subscription.listener().onEvent(told));
            }
        }
        subscription.countReplayed(event);
    }

    void gap(Envelope event) {
        ChannelSubscription subscription = byChannel.get(event.channel());
        if (subscription != null && subscription.isConfirmed()) {
            read(
                    event,
                    org.tidings.envelope.Gap.class,
                    gap -> tell(subscription, subscription.announced(event.epoch(), gap)));
        }
    }

    void filtered(Envelope event) {
        ChannelSubscription subscription = byChannel.get(event.channel());
        if (subscription != null && subscription.isConfirmed()) {
            read(event, Filtered.class, filtered -> {
                Gap hole = subscription.leftOut(event.epoch(), filtered);
                if (hole != null) {
                    tell(subscription, hole);
                }
            });
        }
    }

    void position(Envelope event) {
        read(event, org.tidings.envelope.Position.class, reached -> byChannel
                .values()
                .forEach(subscription -> subscription.shardReached(reached)));
    }

    void unsubscribed(Envelope event) {
        ChannelSubscription subscription = byChannel.get(event.channel());
        if (subscription == null || !subscription.isConfirmed()) {
            return;
        }
        read(event, Unsubscribed.class, ended -> {
            if (Boolean.TRUE.equals(ended.resubscribe())) {
                requests.requestLater(subscription);
            } else {
                refused(subscription, new Refusal(ended.code(), "the server ended the subscription", false, 0));
            }
        });
    }

    @Override
    public void confirmed(ChannelSubscription subscription, Envelope reply) {
        read(reply, Subscribed.class, outcome -> {
            Gap gap = subscription.confirmed(reply, outcome);
            if (gap != null) {
                tell(subscription, gap);
            }
            lanes.complete(subscription.ready(), subscription);
        });
    }

    @Override
    public void refused(ChannelSubscription subscription, Refusal refusal) {
        strike(subscription);
        lanes.events().execute(() -> subscription.listener().onEnded(refusal.code()));
        lanes.fail(subscription.ready(), refusal.asException());
    }

    @Override
    public void unanswered() {
        noAnswer.run();
    }

    /** @return false if it was struck out before */
    private boolean strike(ChannelSubscription subscription) {
        subscription.stage(ChannelSubscription.Stage.ENDED);
        boolean known = byChannel.remove(subscription.channel(), subscription);
        if (known) {
            claimed.remove(subscription.channel());
        }
        return known;
    }

    private void tell(ChannelSubscription subscription, Gap gap) {
        lanes.events().execute(() -> subscription.listener().onGap(gap));
    }

    private interface Reader<T> {
        void read(T payload);
    }

    /** Passes over a payload that this version cannot read. */
    private static <T> void read(Envelope envelope, Class<T> type, Reader<T> reader) {
        try {
            reader.read(Payloads.read(envelope.payload(), type));
        } catch (BadPayload unreadable) {
            LOG.log(System.Logger.Level.WARNING, "unreadable payload of " + envelope.action());
        }
    }
}
