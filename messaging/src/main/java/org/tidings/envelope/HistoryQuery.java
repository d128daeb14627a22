package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code history}. Without {@code since}: the newest events.
 *
 * @param since events behind this position; null without
 * @param before events below this {@code seq}; null without
 * @param limit at most so many; 0 where only the position is asked for; null for the server's choice
 */
public record HistoryQuery(Since since, Long before, Integer limit) {

    public static final HistoryQuery NEWEST = new HistoryQuery(null, null, null);

    @JsonbCreator
    public HistoryQuery {
        Demand.notNegative(before, "before");
        Demand.notNegative(limit, "limit");
    }
}
