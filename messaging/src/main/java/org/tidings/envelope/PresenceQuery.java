package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code presence}. Without anything: the first members.
 *
 * @param countOnly true for no members; null is false
 * @param limit at most so many members, from 1; null for the server's choice
 * @param after members whose names come behind this one; null for the first
 */
public record PresenceQuery(Boolean countOnly, Integer limit, String after) {

    public static final PresenceQuery FIRST = new PresenceQuery(null, null, null);

    @JsonbCreator
    public PresenceQuery {
        Demand.that(limit == null || limit >= 1, "limit is below 1");
    }
}
