package org.tidings.testkit.verify;

/**
 * Does one harm to what clients tell, once, as a broken server would: a judge that then finds nothing is worth nothing.
 * Guarded by itself.
 */
final class Sabotage implements Witness {

    /** What it does. */
    enum Harm {
        LOSE,
        REPEAT,
        SWAP
    }

    /** In the middle of things. */
    private static final int HARMED = 500;

    private record Delivery(String subscriber, String channel, long seq, long prev, String messageId) {}

    private final Harm harm;
    private final Witness witness;
    private int deliveries;

    /** The one that is held back until its subscriber's next one on the channel; null if none is. */
    private Delivery held;

    Sabotage(Harm harm, Witness witness) {
        this.harm = harm;
        this.witness = witness;
    }

    @Override
    public synchronized void saw(String subscriber, String channel, long seq, long prev, String messageId) {
        Delivery delivery = new Delivery(subscriber, channel, seq, prev, messageId);
        if (++deliveries == HARMED) {
            switch (harm) {
                case LOSE -> {
                    // Nobody is told.
                }
                case REPEAT -> {
                    pass(delivery);
                    pass(delivery);
                }
                case SWAP -> held = delivery;
            }
            return;
        }
        pass(delivery);
        if (held != null && held.subscriber.equals(subscriber) && held.channel.equals(channel)) {
            Delivery late = held;
            held = null;
            pass(late);
        }
    }

    private void pass(Delivery delivery) {
        witness.saw(delivery.subscriber, delivery.channel, delivery.seq, delivery.prev, delivery.messageId);
    }

    @Override
    public void sent(String publisher, String channel, String messageId) {
        witness.sent(publisher, channel, messageId);
    }

    @Override
    public void acknowledged(String publisher, String channel, String messageId, String epoch, long seq) {
        witness.acknowledged(publisher, channel, messageId, epoch, seq);
    }

    @Override
    public void failed(String publisher, String channel, String messageId, String outcome, boolean maybeStored) {
        witness.failed(publisher, channel, messageId, outcome, maybeStored);
    }

    @Override
    public void subscribed(String subscriber, String channel, String epoch, long seq) {
        witness.subscribed(subscriber, channel, epoch, seq);
    }

    @Override
    public void gap(String subscriber, String channel, long after, long before, String reason) {
        witness.gap(subscriber, channel, after, before, reason);
    }

    @Override
    public void forgotten(String subscriber, String channel, String epoch) {
        witness.forgotten(subscriber, channel, epoch);
    }

    @Override
    public void turnedAway(String subscriber, String channel, String code) {
        witness.turnedAway(subscriber, channel, code);
    }
}
