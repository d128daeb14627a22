package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the reply to {@code ping}.
 *
 * @param now the server's clock, milliseconds since 1970
 */
public record Pong(Long now) {

    @JsonbCreator
    public Pong {}
}
