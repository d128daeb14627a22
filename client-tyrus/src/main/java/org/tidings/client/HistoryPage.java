package org.tidings.client;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a channel's retained events.
 *
 * @param events oldest first
 * @param more whether the range holds more than the limit let through: newer ones where the range has a {@code since},
 *     else older ones
 * @param gap what was asked for and is no longer retained
 */
public record HistoryPage(List<Event> events, boolean more, Optional<Gap> gap) {
    public HistoryPage {
        events = List.copyOf(events);
    }
}
