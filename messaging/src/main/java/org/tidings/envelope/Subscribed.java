package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the reply to {@code subscribe}.
 *
 * @param recovered whether nothing that the client asked for is missing
 * @param count how many past events follow, before the live ones
 * @param gap what is missing; null when recovered
 * @param unread of an inbox: how many events the user has not read on any device; null elsewhere
 * @param expired how many more past events there were, whose deadlines have passed: they are named by gaps among those that
 *     follow. Null for none
 */
public record Subscribed(Boolean recovered, Long count, Gap gap, Long unread, Long expired) {

    /** Of a channel that is no inbox, where nothing has expired. */
    public Subscribed(Boolean recovered, Long count, Gap gap) {
        this(recovered, count, gap, null, null);
    }

    @JsonbCreator
    public Subscribed {
        Demand.present(recovered, "recovered");
        Demand.notNegative(count, "count");
        Demand.notNegative(expired, "expired");
    }
}
