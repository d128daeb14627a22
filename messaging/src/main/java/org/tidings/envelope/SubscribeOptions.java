package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code subscribe}. Without {@code since} and {@code last}: live events alone.
 *
 * @param since go on behind this position; null without
 * @param last begin with the newest so many retained events; null without
 * @param presence true for join and leave events too
 * @param filter a condition on headers that events must meet; null for all events
 */
public record SubscribeOptions(Since since, Integer last, Boolean presence, String filter) {

    public static final SubscribeOptions LIVE = new SubscribeOptions(null, null, null);

    /** All events. */
    public SubscribeOptions(Since since, Integer last, Boolean presence) {
        this(since, last, presence, null);
    }

    @JsonbCreator
    public SubscribeOptions {
        Demand.notNegative(last, "last");
        Demand.that(since == null || last == null, "since and last exclude each other");
    }
}
