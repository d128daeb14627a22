package org.tidings.fanout;

import java.util.Collection;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.Position;

/**
 * Where a shard stands: the epoch of its log, and how far this instance has read it; and the event that tells subscribers so. Confined
 * to the feed's lock.
 */
final class ShardPosition {

    private final int number;
    /** Empty before the log's first. */
    private String epoch = "";

    private long seq;
    /** The event that tells where the shard stands, as it was made last; null before the first. */
    private String event;
    /** Where it stood then. */
    private long eventSeq;

    private String eventEpoch;

    /** @param number the shard's */
    ShardPosition(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    String epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }

    void advance(long to) {
        seq = to;
    }

    /** Positions count in another epoch. @param next the first that is to come in it */
    void begin(String newEpoch, long next) {
        epoch = newEpoch;
        seq = next - 1;
    }

    /**
     * Tells an outlet where the shard stands, behind all its events up to there. Not while one of its subscriptions is
     * catching up: it would take the position for that one's too. Ephemeral ones have none.
     */
    void announce(Collection<Subscription> ofOneOutlet, Outlet outlet) {
        boolean durable = false;
        for (Subscription subscription : ofOneOutlet) {
            if (!subscription.ephemeral()) {
                if (!subscription.attached() || !subscription.live()) {
                    return;
                }
                durable = true;
            }
        }
        if (durable && !epoch.isEmpty()) {
            outlet.position(event());
        }
    }

    /** The same text for all that are told while the shard stands there. */
    private String event() {
        if (event == null || eventSeq != seq || !eventEpoch.equals(epoch)) {
            eventSeq = seq;
            eventEpoch = epoch;
            event = EnvelopeCodec.encode(Envelope.event(Action.POSITION)
                    .payload(new Position(epoch, number, seq))
                    .build());
        }
        return event;
    }
}
