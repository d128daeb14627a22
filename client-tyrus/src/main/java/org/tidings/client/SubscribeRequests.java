package org.tidings.client;

import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.Since;
import org.tidings.envelope.SubscribeOptions;

/** Asks the server for subscriptions, until they are confirmed or refused for good. Confined to the client's thread. */
final class SubscribeRequests {

    /** Pause before a subscription that was refused for now is asked for again, milliseconds. */
    private static final long RETRY_PAUSE_MILLIS = 500;

    private final Requests requests;
    private final ClientThread thread;
    private final Outcome outcome;

    /** Counts connections, so that what was planned on an older one is not done on a newer. */
    private int connection;

    private boolean connected;

    /** What becomes of a request. */
    interface Outcome {

        void confirmed(ChannelSubscription subscription, Envelope reply);

        void refused(ChannelSubscription subscription, Refusal refusal);

        /** The server does not answer, so that its connection is worth nothing. */
        void unanswered();
    }

    SubscribeRequests(Requests requests, ClientThread thread, Outcome outcome) {
        this.requests = requests;
        this.thread = thread;
        this.outcome = outcome;
    }

    void connected() {
        connected = true;
        connection++;
    }

    void disconnected() {
        connected = false;
    }

    /** Asks for the subscription from its own position; without a connection the next one will. */
    void request(ChannelSubscription subscription) {
        if (!connected) {
            return;
        }
        subscription.stage(ChannelSubscription.Stage.REQUESTED);
        EnvelopeBuilder request = Envelope.request(Action.SUBSCRIBE).channel(subscription.channel());
        SubscribeOptions options = options(subscription.resumeFrom(), subscription.filter());
        if (!options.equals(SubscribeOptions.LIVE)) {
            request.payload(options);
        }
        requests.send(request, new Requests.Answer() {
            @Override
            public void reply(Envelope reply) {
                if (isWanted(subscription)) {
                    outcome.confirmed(subscription, reply);
                }
            }

            @Override
            public void refused(Refusal refusal) {
                if (isWanted(subscription)) {
                    SubscribeRequests.this.refused(subscription, refusal);
                }
            }

            @Override
            public void lost() {
                // The next connection asks again.
            }
        });
    }

    private static SubscribeOptions options(SubscribeFrom from, String filter) {
        if (from instanceof SubscribeFrom.Since since) {
            Since position =
                    new Since(since.position().epoch(), since.position().seq());
            return new SubscribeOptions(position, null, null, filter);
        }
        Integer last = from instanceof SubscribeFrom.Last newest ? newest.count() : null;
        return new SubscribeOptions(null, last, null, filter);
    }

    /** Asks again in a moment: the server has ended the subscription and wants it back. */
    void requestLater(ChannelSubscription subscription) {
        requestLater(subscription, RETRY_PAUSE_MILLIS);
    }

    /** @param then runs when the server has answered, or cannot any more; at once without a connection */
    void unsubscribe(String channel, Runnable then) {
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

    private void refused(ChannelSubscription subscription, Refusal refusal) {
        if (refusal == Refusal.UNANSWERED) {
            outcome.unanswered();
        } else if (ErrorCode.ALREADY_SUBSCRIBED.wireName().equals(refusal.code())) {
            // An older subscription of this connection whose end has not been seen: begin anew from the position.
            unsubscribe(subscription.channel(), () -> requestLater(subscription, 0));
        } else if (refusal.temporary()) {
            requestLater(subscription, Math.max(RETRY_PAUSE_MILLIS, refusal.retryAfterMillis()));
        } else {
            outcome.refused(subscription, refusal);
        }
    }

    private void requestLater(ChannelSubscription subscription, long delayMillis) {
        if (!isWanted(subscription)) {
            return;
        }
        int planned = connection;
        subscription.stage(ChannelSubscription.Stage.ABSENT);
        thread.schedule(delayMillis, () -> {
            if (planned == connection && isWanted(subscription)) {
                request(subscription);
            }
        });
    }

    private static boolean isWanted(ChannelSubscription subscription) {
        return subscription.stage() != ChannelSubscription.Stage.ENDED;
    }
}
