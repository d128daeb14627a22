package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code subscribe}. Without {@code since} and {@code last}: live events alone.
 *
 * @param since go on behind this position; null without
 * @param last begin with the newest so many retained events; null without
 * @param presence true for join and leave events too
 */
public record SubscribeOptions(Since since, Integer last, Boolean presence) {

    public static final SubscribeOptions LIVE = new SubscribeOptions(null, null, null);

    @JsonbCreator
    public SubscribeOptions {
        Demand.notNegative(last, "last");
        Demand.that(since == null || last == null, "since and last exclude each other");
    }
}
