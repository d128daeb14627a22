package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the reply to {@code publish}.
 *
 * @param duplicate true where the messageId was known: the reply's {@code seq} is the first one's
 */
public record Published(Boolean duplicate) {

    @JsonbCreator
    public Published {}
}
