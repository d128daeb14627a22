package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code subscribe}. Without {@code since} and {@code last}: live events alone.
 *
 * @param since go on behind this position; null without
 * @param last begin with the newest so many retained events; null without
 * @param presence true for join and leave events too
 * @param filter a condition on headers that events must meet; null for all events
 * @param unread true to go on behind what the user has read of an inbox
 * @param device with {@code unread}: behind what this device has read, where it said so before
 */
public record SubscribeOptions(
        Since since, Integer last, Boolean presence, String filter, Boolean unread, String device) {

    public static final SubscribeOptions LIVE = new SubscribeOptions(null, null, null);

    /** All events. */
    public SubscribeOptions(Since since, Integer last, Boolean presence) {
        this(since, last, presence, null);
    }

    /** Those that a filter leaves. */
    public SubscribeOptions(Since since, Integer last, Boolean presence, String filter) {
        this(since, last, presence, filter, null, null);
    }

    @JsonbCreator
    public SubscribeOptions {
        Demand.notNegative(last, "last");
        Demand.that(since == null || last == null, "since and last exclude each other");
        Demand.that(
                !Boolean.TRUE.equals(unread) || since == null && last == null,
                "unread says where to begin: without since and last");
        Demand.deviceName(device);
    }
}
