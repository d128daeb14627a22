package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code unsubscribed}: the server ended a subscription.
 *
 * @param code {@link ErrorCode}'s wire name: why
 * @param resubscribe whether subscribing again may succeed
 * @param decision where a right was lost, what the operator finds it by; null else
 */
public record Unsubscribed(String code, Boolean resubscribe, String decision) {

    @JsonbCreator
    public Unsubscribed {
        Demand.present(code, "code");
    }
}
