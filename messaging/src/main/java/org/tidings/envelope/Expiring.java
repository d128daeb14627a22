package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code expiring}: the connection's token ends soon.
 *
 * @param expiresAt when, milliseconds since 1970
 */
public record Expiring(Long expiresAt) {

    @JsonbCreator
    public Expiring {
        Demand.present(expiresAt, "expiresAt");
    }
}
