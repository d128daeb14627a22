package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the reply to {@code authenticate}.
 *
 * @param expiresAt when the connection's token ends now, milliseconds since 1970
 */
public record Authenticated(Long expiresAt) {

    @JsonbCreator
    public Authenticated {
        Demand.present(expiresAt, "expiresAt");
    }
}
