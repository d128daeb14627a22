package org.tidings.session;

import java.util.function.UnaryOperator;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.log.Publication;

/**
 * What waits, in the order in which it is to be written: as it came, as long as everything has the default priority; else as the
 * {@link PriorityLanes} say. Guarded by the queue's lock.
 */
final class WritingOrder {

    private final Backlog ordinary = new Backlog();
    /** Hold everything that waits, once anything has another priority than the default one; null before. */
    private PriorityLanes lanes;

    /** Adds an event. Whether it overtakes anything. */
    boolean add(Subscription of, StoredEvent event, int priority) {
        if (lanes == null && priority == Publication.DEFAULT_PRIORITY && event.expiresAt() == 0) {
            ordinary.add(event, of);
            return false;
        }
        return add(Item.event(of, event), priority);
    }

    /** Whether it overtakes anything. */
    boolean add(Item item, int priority) {
        if (lanes == null) {
            if (priority == Publication.DEFAULT_PRIORITY) {
                ordinary.add(item);
                return false;
            }
            lanes = new PriorityLanes();
            for (Item waiting = ordinary.poll(); waiting != null; waiting = ordinary.poll()) {
                lanes.add(waiting, Publication.DEFAULT_PRIORITY);
            }
        }
        return lanes.add(item, priority);
    }

    /** Adds what nothing that waits already may follow. */
    void addBehindAll(Item item) {
        if (lanes == null) {
            ordinary.add(item);
        } else {
            lanes.addBehindAll(item);
        }
    }

    /** The next, where that is an event without a deadline and nothing overtakes anything; else null. */
    StoredEvent plainEvent() {
        return lanes == null ? ordinary.event() : null;
    }

    /** What {@link #poll} takes next; null for nothing. */
    Item peek() {
        return lanes == null ? ordinary.item() : lanes.peek();
    }

    /** Takes the next. */
    void remove() {
        if (lanes == null) {
            ordinary.remove();
        } else {
            lanes.remove();
            closeLanesIfEmpty();
        }
    }

    /** Puts what the function makes of it in the place of each item, nothing for null; in each channel's order. */
    void replaceAll(UnaryOperator<Item> function) {
        if (lanes == null) {
            ordinary.replaceAll(function);
        } else {
            lanes.replaceAll(function);
            closeLanesIfEmpty();
        }
    }

    void clear() {
        ordinary.clear();
        lanes = null;
    }

    private void closeLanesIfEmpty() {
        if (lanes.isEmpty()) {
            lanes = null;
        }
    }
}
