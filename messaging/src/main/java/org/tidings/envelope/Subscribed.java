package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the reply to {@code subscribe}.
 *
 * @param recovered whether nothing that the client asked for is missing
 * @param count how many past events follow, before the live ones
 * @param gap what is missing; null when recovered
 */
public record Subscribed(Boolean recovered, Long count, Gap gap) {

    @JsonbCreator
    public Subscribed {
        Demand.present(recovered, "recovered");
        Demand.notNegative(count, "count");
    }
}
