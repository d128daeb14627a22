package org.tidings.fanout;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tidings.envelope.Gap;
import org.tidings.history.StoredEvent;

/**
 * Ephemeral events of one subscription that wait for room in its outlet, the newest for each value of a header, in the order in which
 * they came. Guarded by the feed's lock; their bytes count as the outlet's.
 */
final class Held {

    private final Subscription subscription;
    private final Outlet outlet;
    private final DeliveryMetrics metrics;
    private final Map<Object, StoredEvent> waiting = new LinkedHashMap<>();
    /** Not told yet, as the next. */
    private long conflated;

    private long dropped;

    Held(Subscription subscription, DeliveryMetrics metrics) {
        this.subscription = subscription;
        this.outlet = subscription.outlet();
        this.metrics = metrics;
    }

    void keep(StoredEvent event) {
        String value = event.headers().get(subscription.options().conflateBy());
        // One without the header is replaced by none.
        Object key = value == null ? new Object() : value;
        StoredEvent older = waiting.remove(key);
        if (older != null) {
            outlet.release(older.bytes());
            conflated++;
            metrics.conflated(subscription.options());
        }
        if (outlet.hold(event.bytes())) {
            waiting.put(key, event);
        } else {
            dropped++;
            metrics.dropped(subscription.options());
        }
    }

    /** Moves as many to the outlet as it takes, behind word of those that are missing among them, and says whether that was all. */
    boolean give() {
        tellUntold();
        for (Iterator<StoredEvent> each = waiting.values().iterator(); each.hasNext(); ) {
            StoredEvent event = each.next();
            if (!outlet.offer(subscription, event, null)) {
                return false;
            }
            outlet.release(event.bytes());
            each.remove();
        }
        return true;
    }

    private void tellUntold() {
        if (conflated > 0) {
            subscription.tell(Gap.of(Gap.Reason.CONFLATED, conflated));
        }
        if (dropped > 0) {
            subscription.tell(Gap.of(Gap.Reason.DROPPED, dropped));
        }
        conflated = 0;
        dropped = 0;
    }

    /** They are for nobody any more. */
    void clear() {
        waiting.values().forEach(event -> outlet.release(event.bytes()));
        waiting.clear();
    }
}
