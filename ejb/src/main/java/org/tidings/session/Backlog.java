package org.tidings.session;

import java.util.function.UnaryOperator;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;

/**
 * What waits in the order in which it came, in a circular array. An event that is like most, without a deadline, lies there itself,
 * beside the subscription that it is for: that many of them wait for many sessions makes no object for each. Guarded by the queue's
 * lock.
 */
final class Backlog {

    /** Of places, two for each that waits. A power of two, as every length. */
    private static final int LEAST = 8;

    /** An array that has grown beyond this is given back once it is empty. */
    private static final int MOST_KEPT = 128;

    /** At even places an event or an {@link Item}, behind it the event's subscription or null. Null while nothing has waited. */
    private Object[] places;
    /** Where the oldest is. */
    private int oldest;
    /** Places in use. */
    private int used;

    boolean isEmpty() {
        return used == 0;
    }

    /** Adds an event that has no deadline. @param of null for none */
    void add(StoredEvent event, Subscription of) {
        put(event, of);
    }

    void add(Item item) {
        put(item, null);
    }

    private void put(Object what, Subscription of) {
        if (places == null) {
            places = new Object[LEAST];
        } else if (used == places.length) {
            grow();
        }
        int free = (oldest + used) & (places.length - 1);
        places[free] = what;
        places[free + 1] = of;
        used += 2;
    }

    private void grow() {
        Object[] grown = new Object[places.length * 2];
        int first = places.length - oldest;
        System.arraycopy(places, oldest, grown, 0, first);
        System.arraycopy(places, 0, grown, first, oldest);
        places = grown;
        oldest = 0;
    }

    /** The oldest, where it is an event that lies here itself; else null. */
    StoredEvent event() {
        return used > 0 && places[oldest] instanceof StoredEvent event ? event : null;
    }

    /** The oldest; null for nothing. Made, where it is an event that lies here itself. */
    Item item() {
        return used == 0 ? null : item(oldest);
    }

    private Item item(int place) {
        return places[place] instanceof Item item
                ? item
                : Item.event((Subscription) places[place + 1], (StoredEvent) places[place]);
    }

    /** The oldest is gone. */
    void remove() {
        places[oldest] = null;
        places[oldest + 1] = null;
        oldest = (oldest + 2) & (places.length - 1);
        used -= 2;
        if (used == 0 && places.length > MOST_KEPT) {
            clear();
        }
    }

    Item poll() {
        Item polled = item();
        if (polled != null) {
            remove();
        }
        return polled;
    }

    /** Puts what the function makes of it in the place of each, nothing for null; in their order. */
    void replaceAll(UnaryOperator<Item> function) {
        for (int left = used; left > 0; left -= 2) {
            Object what = places[oldest];
            Subscription of = (Subscription) places[oldest + 1];
            Item item = item(oldest);
            remove();
            Item replaced = function.apply(item);
            if (replaced == item) {
                put(what, of);
            } else if (replaced != null) {
                put(replaced, null);
            }
        }
    }

    void clear() {
        places = null;
        oldest = 0;
        used = 0;
    }
}
