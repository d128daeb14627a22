package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code filtered}: events that the subscription's own filter left out. They lie between {@code after} and
 * {@code before}, both exclusive, and nothing else of the subscription does.
 *
 * @param after the position that the subscriber had
 * @param before one above the last event that was left out
 * @param count how many were left out
 */
public record Filtered(Long after, Long before, Long count) {

    @JsonbCreator
    public Filtered {
        Demand.present(after, "after");
        Demand.present(before, "before");
        Demand.notNegative(after, "after");
        Demand.notNegative(before, "before");
        Demand.notNegative(count, "count");
    }
}
