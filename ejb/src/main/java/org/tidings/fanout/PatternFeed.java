package org.tidings.fanout;

import java.util.List;
import org.tidings.envelope.Gap;
import org.tidings.history.ShardHistory;
import org.tidings.history.ShardHistory.Placed;
import org.tidings.history.StoredEvent;

/**
 * One shard's subscriptions to patterns. Each gets the shard's events in the shard's order: those of channels that its pattern holds
 * and its subscriber may hear now.
 *
 * <p>Slow ones catch up from the history of the shard, whatever the namespace does with slow subscribers of one channel, unless it
 * disconnects them. Guarded by the feed's lock.
 */
final class PatternFeed {

    /** Events that are looked at before others have their turn. */
    private static final int PAGE = 256;

    private final ShardHistory history;
    private final PastReader past;
    private final Delivery delivery;
    private final EphemeralDelivery ephemerals;
    private final PatternIndex index = new PatternIndex();

    PatternFeed(ShardHistory history, PastReader past, Delivery delivery, EphemeralDelivery ephemerals) {
        this.history = history;
        this.past = past;
        this.delivery = delivery;
        this.ephemerals = ephemerals;
    }

    List<Subscription> all() {
        return index.all();
    }

    void begin(Subscription part) {
        index.add(part);
    }

    /** Of what waits to be sent, whatever its subscriber may not have any more is taken back. */
    void reconsider(Subscription part) {
        part.outlet().retract(part, waiting -> instead(part, waiting));
    }

    /** What comes in the place of a waiting event that its subscriber may not have; null where he may. */
    private static String instead(Subscription part, StoredEvent waiting) {
        String channel = NamedEvent.channel(waiting);
        ChannelRights rights = part.pattern().rights();
        if (part.options().ephemeral()) {
            return rights.mayHear(channel) ? null : "";
        }
        if (!rights.mayHear(channel)) {
            // It was not for him, and so is not missing: what follows names it as the one before.
            return part.told(Omitted.unsaid(NamedEvent.chain(waiting), waiting.seq()));
        }
        if (waiting.seq() <= part.began() && !rights.mayReadPast(channel)) {
            Omitted forbidden = new Omitted(Gap.Reason.FORBIDDEN, NamedEvent.chain(waiting));
            forbidden.add(waiting);
            return part.told(forbidden);
        }
        return null;
    }

    void end(Subscription part) {
        index.remove(part);
    }

    boolean isFollowed(String channel) {
        return !index.holding(channel).isEmpty();
    }

    void event(String channel, StoredEvent event) {
        for (PatternReaders readers : index.holding(channel)) {
            for (Subscription part : readers.parts()) {
                if (part.live() && !give(part, channel, event)) {
                    // All before this event is given or told.
                    part.moveTo(event.seq() - 1);
                    delivery.noRoomForPattern(part);
                }
            }
        }
    }

    void ephemeral(String channel, StoredEvent event) {
        for (PatternReaders readers : index.holding(channel)) {
            for (Subscription part : readers.parts()) {
                if (part.pattern().rights().mayHear(channel)) {
                    ephemerals.event(event, List.of(part));
                }
            }
        }
    }

    /** One page at the most. @return whether that was all: then it is live again */
    boolean catchUp(Subscription part, long standing) {
        past.missingAfter(part, part.position()).ifPresent(missing -> {
            delivery.tell(part);
            part.tell(Gap.of(missing.after(), missing.before(), Gap.Reason.SLOW, null));
            part.moveTo(missing.before() - 1);
            part.passed(missing.before() - 1);
        });
        List<Placed> page = history.range(part.position(), PAGE);
        for (Placed placed : page) {
            if (part.pattern().holds(placed.channel()) && !giveAgain(part, placed)) {
                return false;
            }
            part.moveTo(placed.seq());
        }
        if (page.size() == PAGE) {
            return false;
        }
        delivery.tell(part);
        part.caughtUp(standing);
        return true;
    }

    private boolean giveAgain(Subscription part, Placed placed) {
        if (placed.event() != null) {
            return give(part, placed.channel(), placed.event());
        }
        if (part.pattern().rights().mayHear(placed.channel())) {
            delivery.omit(part, part.pattern().chain(), placed.seq(), Gap.Reason.EXPIRED);
        }
        return true;
    }

    /** Gives an event, or sees that its subscriber is told why not. False where there is no room. */
    private boolean give(Subscription part, String channel, StoredEvent event) {
        ChannelRights rights = part.pattern().rights();
        if (!rights.mayHear(channel)) {
            return true;
        }
        boolean past = event.seq() <= part.began();
        if (past && !rights.mayReadPast(channel)) {
            delivery.omit(part, event, Gap.Reason.FORBIDDEN);
            return true;
        }
        return past && part.pattern().isUnreadable(channel) || delivery.give(part, event);
    }
}
