package org.tidings.fanout;

import java.util.IdentityHashMap;
import java.util.Map;
import org.tidings.filter.EventFilter;
import org.tidings.history.StoredEvent;

/** Whether subscriptions want an event. Equal filters are one, and each is asked once for an event. Guarded by the feed's lock. */
final class Wanted {

    /** What each filter that was asked said of the last event. */
    private final Map<EventFilter, Boolean> said = new IdentityHashMap<>();

    private StoredEvent last;

    boolean by(Subscription subscription, StoredEvent event) {
        EventFilter filter = subscription.filter();
        if (filter == null) {
            return true;
        }
        if (event != last) {
            last = event;
            said.clear();
        }
        return said.computeIfAbsent(filter, asked -> asked.matches(event));
    }
}
