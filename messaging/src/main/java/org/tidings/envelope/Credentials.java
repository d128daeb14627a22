package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code authenticate}.
 *
 * @param token a signed JWT of the connection's subject
 */
public record Credentials(String token) {

    /** No token that a server accepts is longer, the rest of the payload included. */
    public static final int MAX_PAYLOAD_LENGTH = 20_000;

    @JsonbCreator
    public Credentials {
        Demand.present(token, "token");
    }

    /** Without the token: what is printed ends in a log. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
