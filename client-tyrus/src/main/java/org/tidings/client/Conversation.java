package org.tidings.client;

import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import org.tidings.envelope.Action;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Published;

/**
 * What the client and whichever server it is connected to have to say to each other: takes each envelope to where it
 * belongs, and starts all over on every new connection. Confined to the client's thread.
 */
final class Conversation implements ConnectionCycle.Peer {

    private final ClientThread thread;
    private final LongSupplier clock;
    private final InboundGate gate;
    private final Requests requests;
    private final PublishQueue publishes;
    private final SubscriptionBook subscriptions;
    private final TokenRenewal renewal;

    /** When the publish queue may go on by itself, null if it waits for something else. */
    private ScheduledFuture<?> pumpLater;

    /** When reading was held up last, by a slow application. */
    private long stalledAtMillis;

    Conversation(
            ClientThread thread,
            LongSupplier clock,
            InboundGate gate,
            Requests requests,
            PublishQueue publishes,
            SubscriptionBook subscriptions,
            TokenRenewal renewal) {
        this.thread = thread;
        this.clock = clock;
        this.gate = gate;
        this.requests = requests;
        this.publishes = publishes;
        this.subscriptions = subscriptions;
        this.renewal = renewal;
        this.stalledAtMillis = clock.getAsLong();
    }

    Requests requests() {
        return requests;
    }

    void publish(PendingPublish publish) {
        publishes.add(publish);
        pump();
    }

    @Override
    public void greeted(Link link) {
        // Subscriptions first: events of the time away should not wait behind a long queue of publishes.
        requests.connected(link.outbox());
        subscriptions.connected();
        publishes.connected(link.outbox(), link.hello());
        pump();
    }

    @Override
    public void received(Envelope envelope) {
        switch (envelope.type()) {
            case EVENT -> event(envelope);
            case REPLY -> {
                if (!publishes.accepted(envelope.id(), receipt(envelope))) {
                    requests.replied(envelope);
                }
                pump();
            }
            case ERROR -> {
                if (!publishes.refused(envelope.id(), Refusal.of(envelope))) {
                    requests.refused(envelope);
                }
                pump();
            }
            case REQUEST -> {
                // Servers send none; a receiver ignores what it does not know.
            }
        }
    }

    @Override
    public boolean isLive() {
        return subscriptions.isLive();
    }

    @Override
    public void lost() {
        renewal.disconnected();
        publishes.disconnected();
        requests.disconnected();
        subscriptions.disconnected();
    }

    @Override
    public void ended(TidingsException why) {
        renewal.disconnected();
        publishes.close(why.getMessage());
        requests.close();
        subscriptions.close(why);
    }

    /** Looks for what has waited too long. */
    void tick() {
        if (gate.isBlocked()) {
            stalledAtMillis = clock.getAsLong();
        }
        long stalledMillis = clock.getAsLong() - stalledAtMillis;
        publishes.tick(stalledMillis);
        requests.tick(stalledMillis);
        pump();
    }

    private void event(Envelope event) {
        switch (event.action()) {
            case Action.MESSAGE -> subscriptions.message(event);
            case Action.GAP -> subscriptions.gap(event);
            case Action.FILTERED -> subscriptions.filtered(event);
            case Action.POSITION -> subscriptions.position(event);
            case Action.UNSUBSCRIBED -> subscriptions.unsubscribed(event);
            case Action.EXPIRING -> renewal.expiring();
            default -> {
                // Heartbeats have done their work by arriving; other events may come with newer servers.
            }
        }
    }

    private void pump() {
        if (pumpLater != null) {
            pumpLater.cancel(false);
            pumpLater = null;
        }
        long waitMillis = publishes.pump();
        if (waitMillis != PublishQueue.IDLE) {
            pumpLater = thread.schedule(waitMillis, this::pump);
        }
    }

    private static Receipt receipt(Envelope reply) {
        boolean duplicate = false;
        if (reply.payload() != null && Action.PUBLISH.equals(reply.action())) {
            try {
                duplicate = Boolean.TRUE.equals(
                        Payloads.read(reply.payload(), Published.class).duplicate());
            } catch (BadPayload unreadable) {
                // The reply itself says that the message is stored.
                duplicate = false;
            }
        }
        return new Receipt(reply.epoch(), reply.seq(), duplicate);
    }
}
