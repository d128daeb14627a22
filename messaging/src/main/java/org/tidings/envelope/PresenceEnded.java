package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code presence} where the subscriber is not told any more who comes and goes. The subscription goes on.
 *
 * @param code {@link ErrorCode}'s wire name: why
 * @param decision what the operator finds the reason by
 */
public record PresenceEnded(String code, String decision) {

    @JsonbCreator
    public PresenceEnded {
        Demand.present(code, "code");
    }
}
