package org.tidings.fanout;

import org.tidings.envelope.Gap;

/**
 * What becomes of a subscription when events are missing that it would have been given: what waits of them in its outlet is taken back,
 * its subscriber is told of a gap that names exactly these, and it goes on behind the gap. Confined to the feed's lock.
 */
final class Gaps {

    private final Delivery delivery;

    Gaps(Delivery delivery) {
        this.delivery = delivery;
    }

    /** Its subscriber may not read the past any more: what it still misses from before it began. */
    void forbidden(Subscription subscription) {
        if (subscription.attached() && !subscription.ephemeral()) {
            long began = subscription.began();
            boolean behind = !subscription.live() && subscription.position() < began;
            takeBack(subscription, began, behind, Gap.Reason.FORBIDDEN);
        }
    }

    /** Everything of its channel up to a position is erased. Who had it before is told nothing. */
    void erased(Subscription subscription, long through) {
        takeBack(subscription, through, subscription.position() < through, Gap.Reason.ERASED);
    }

    /** @param missing whether it has not come so far yet: also what does not wait in its outlet is missing then */
    private void takeBack(Subscription subscription, long through, boolean missing, Gap.Reason reason) {
        delivery.tell(subscription);
        boolean waited = subscription
                .outlet()
                .takeBack(
                        subscription,
                        through,
                        first -> subscription.told(Gap.of(first - 1, through + 1, reason, null)));
        if (missing) {
            if (!waited) {
                subscription.tell(Gap.of(subscription.position(), through + 1, reason, null));
            }
            subscription.moveTo(through);
        }
    }

    /**
     * Entries between two positions never came to this instance. Who catches up finds that out from the history; one that was dropping
     * goes on from there.
     */
    void neverCame(Subscription subscription, long after, long before) {
        if (subscription.live() || subscription.isDropping()) {
            delivery.tell(subscription);
            subscription.tell(Gap.of(after, before, Gap.Reason.EXPIRED, null));
            subscription.moveTo(before - 1);
            subscription.passed(before - 1);
        }
    }

    /** The log has begun another epoch: nobody can say what came behind a position of the one before. It is live again. */
    void newEpoch(Subscription subscription, long after, long next) {
        long had = subscription.live() ? after : Math.min(after, subscription.position());
        subscription.tell(Gap.of(had, next, Gap.Reason.EPOCH, null));
        subscription.caughtUp(next - 1);
        subscription.passed(next - 1);
        delivery.done(subscription);
    }

    /** At most so many events of ephemeral channels never came to this instance, and nobody knows of which. */
    void lost(Subscription subscription, long count) {
        subscription.tell(Gap.droppedAtMost(count));
    }
}
