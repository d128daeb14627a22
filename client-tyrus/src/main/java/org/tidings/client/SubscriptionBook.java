package org.tidings.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.tidings.envelope.Action;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Since;
import org.tidings.envelope.SubscribeOptions;
import org.tidings.envelope.Subscribed;
import org.tidings.envelope.Unsubscribed;

/**
 * The channels that the application follows, and what the server says about them. Confined to the client's thread;
 * listeners are called on the events lane.
 */
final class SubscriptionBook {

    /** Pause before a subscription that was refused for now is asked for again, milliseconds. */
    private static final long RETRY_PAUSE_MILLIS = 500;

    private final Map<String, ChannelSubscription> byChannel = new LinkedHashMap<>();
    private final Requests requests;
    private final ClientThread thread;
    private final SerialLane events;
    private final SerialLane futures;
    private final Trouble trouble;

    /** Counts connections, so that what was planned on an older one is not done on a newer. */
    private int connection;

    private boolean connected;

    /** Null while the client is not at its end. */
    private TidingsException closedBecause;

    /** Told that the server does not answer, so that its connection is worth nothing. */
    interface Trouble {
        void noAnswer(String what);
    }

    SubscriptionBook(Requests requests, ClientThread thread, SerialLane events, SerialLane futures, Trouble trouble) {
        this.requests = requests;
        this.thread = thread;
        this.events = events;
        this.futures = futures;
        this.trouble = trouble;
    }

    void add(ChannelSubscription subscription) {
        if (closedBecause != null) {
            futures.execute(() -> subscription.ready().completeExceptionally(closedBecause));
            return;
        }
        byChannel.put(subscription.channel(), subscription);
        if (connected) {
            request(subscription);
        }
    }

    /** Asks for everything again, each from its own position. */
    void connected() {
        connected = true;
        connection++;
        List.copyOf(byChannel.values()).forEach(this::request);
    }

    void disconnected() {
        connected = false;
        byChannel.values().forEach(subscription -> subscription.stage(ChannelSubscription.Stage.ABSENT));
    }

    /** Whether every subscription is live. */
    boolean isLive() {
        return byChannel.values().stream()
                .allMatch(subscription -> subscription.stage() == ChannelSubscription.Stage.LIVE);
    }

    void close(TidingsException why) {
        closedBecause = why;
        connected = false;
        for (ChannelSubscription subscription : byChannel.values()) {
            subscription.stage(ChannelSubscription.Stage.ENDED);
            futures.execute(() -> subscription.ready().completeExceptionally(why));
        }
        byChannel.clear();
    }

    void message(Envelope event) {
        ChannelSubscription subscription = byChannel.get(event.channel());
        if (subscription == null) {
            // Was on its way when the subscription ended.
            return;
        }
        if (!subscription.isDuplicate(event)) {
            Gap hole = subscription.holeBefore(event);
            if (hole != null) {
                tell(subscription, hole);
            }
            subscription.advance(event);
            Event told = new Event(
                    event.channel(),
                    event.seq() == null ? null : subscription.epoch(),
                    event.seq(),
                    event.prev(),
                    event.payload(),
                    event.from(),
                    event.at(),
                    event.messageId(),
                    event.headers());
            tell(subscription, () -> subscription.listener().onEvent(told));
        }
        subscription.countReplayed(event);
    }

    void gap(Envelope event) {
        ChannelSubscription subscription = byChannel.get(event.channel());
        if (subscription != null) {
            read(
                    event,
                    org.tidings.envelope.Gap.class,
                    gap -> tell(subscription, subscription.announced(event.epoch(), gap)));
        }
    }

    void position(Envelope event) {
        read(event, org.tidings.envelope.Position.class, reached -> byChannel
                .values()
                .forEach(subscription -> subscription.shardReached(reached)));
    }

    void unsubscribed(Envelope event) {
        ChannelSubscription subscription = byChannel.get(event.channel());
        if (subscription == null) {
            return;
        }
        read(event, Unsubscribed.class, ended -> {
            if (Boolean.TRUE.equals(ended.resubscribe())) {
                requestLater(subscription, RETRY_PAUSE_MILLIS);
            } else {
                end(subscription, new Refusal(ended.code(), "the server ended the subscription", false, 0));
            }
        });
    }

    /** The application wants no more of it. */
    void remove(ChannelSubscription subscription, CompletableFuture<Void> done) {
        if (byChannel.remove(subscription.channel(), subscription)) {
            boolean known = subscription.stage() != ChannelSubscription.Stage.ABSENT;
            subscription.stage(ChannelSubscription.Stage.ENDED);
            futures.execute(() ->
                    subscription.ready().completeExceptionally(new TidingsException(Failure.CLOSED, "unsubscribed")));
            if (connected && known) {
                unsubscribe(subscription.channel(), () -> events.execute(() -> finish(done)));
                return;
            }
        }
        // By way of the events lane: a callback that is under way or queued comes first.
        events.execute(() -> finish(done));
    }

    private void finish(CompletableFuture<Void> done) {
        futures.execute(() -> done.complete(null));
    }

    private void unsubscribe(String channel, Runnable then) {
        requests.send(Envelope.request(Action.UNSUBSCRIBE).channel(channel), new Requests.Answer() {
            @Override
            public void reply(Envelope reply) {
                then.run();
            }

            @Override
            public void refused(Refusal refusal) {
                then.run();
            }

            @Override
            public void lost() {
                then.run();
            }
        });
    }

    private void request(ChannelSubscription subscription) {
        subscription.stage(ChannelSubscription.Stage.REQUESTED);
        EnvelopeBuilder request = Envelope.request(Action.SUBSCRIBE).channel(subscription.channel());
        SubscribeFrom from = subscription.resumeFrom();
        if (from instanceof SubscribeFrom.Since since) {
            Since position =
                    new Since(since.position().epoch(), since.position().seq());
            request.payload(new SubscribeOptions(position, null, null));
        } else if (from instanceof SubscribeFrom.Last last) {
            request.payload(new SubscribeOptions(null, last.count(), null));
        }
        requests.send(request, new Requests.Answer() {
            @Override
            public void reply(Envelope reply) {
                confirmed(subscription, reply);
            }

            @Override
            public void refused(Refusal refusal) {
                SubscriptionBook.this.refused(subscription, refusal);
            }

            @Override
            public void lost() {
                // The next connection asks again.
            }
        });
    }

    private void confirmed(ChannelSubscription subscription, Envelope reply) {
        if (subscription.stage() == ChannelSubscription.Stage.ENDED) {
            return;
        }
        read(reply, Subscribed.class, outcome -> {
            Gap gap = subscription.confirmed(reply, outcome);
            if (gap != null) {
                tell(subscription, gap);
            }
            futures.execute(() -> subscription.ready().complete(subscription));
        });
    }

    private void refused(ChannelSubscription subscription, Refusal refusal) {
        if (subscription.stage() == ChannelSubscription.Stage.ENDED) {
            return;
        }
        if (refusal == Refusal.UNANSWERED) {
            trouble.noAnswer("subscribe");
        } else if (ErrorCode.ALREADY_SUBSCRIBED.wireName().equals(refusal.code())) {
            // An older subscription of this connection whose end has not been seen: begin anew from the position.
            unsubscribe(subscription.channel(), () -> requestLater(subscription, 0));
        } else if (refusal.temporary()) {
            requestLater(subscription, Math.max(RETRY_PAUSE_MILLIS, refusal.retryAfterMillis()));
        } else {
            end(subscription, refusal);
        }
    }

    private void requestLater(ChannelSubscription subscription, long delayMillis) {
        int planned = connection;
        subscription.stage(ChannelSubscription.Stage.ABSENT);
        thread.schedule(delayMillis, () -> {
            boolean stillWanted = byChannel.get(subscription.channel()) == subscription;
            if (connected && planned == connection && stillWanted) {
                request(subscription);
            }
        });
    }

    private void end(ChannelSubscription subscription, Refusal refusal) {
        byChannel.remove(subscription.channel(), subscription);
        subscription.stage(ChannelSubscription.Stage.ENDED);
        events.execute(() -> subscription.listener().onEnded(refusal.code()));
        futures.execute(() -> subscription.ready().completeExceptionally(refusal.asException()));
    }

    private void tell(ChannelSubscription subscription, Gap gap) {
        tell(subscription, () -> subscription.listener().onGap(gap));
    }

    private void tell(ChannelSubscription subscription, Runnable callback) {
        events.execute(callback);
    }

    private interface Reader<T> {
        void read(T payload);
    }

    /** Passes over a payload that this version cannot read. */
    private static <T> void read(Envelope envelope, Class<T> type, Reader<T> reader) {
        try {
            reader.read(Payloads.read(envelope.payload(), type));
        } catch (BadPayload unreadable) {
            System.getLogger(SubscriptionBook.class.getName())
                    .log(System.Logger.Level.WARNING, "unreadable payload of " + envelope.action());
        }
    }
}
