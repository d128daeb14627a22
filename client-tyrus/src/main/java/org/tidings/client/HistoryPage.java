package org.tidings.client;

import java.util.List;

/**
 * A stretch of a channel's retained events.
 *
 * @param events oldest first
 * @param more whether the range holds more than the limit let through
 */
public record HistoryPage(List<Event> events, boolean more) {
    public HistoryPage {
        events = List.copyOf(events);
    }
}
