package org.tidings.web.rest;

import jakarta.json.JsonObjectBuilder;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Published;

/** The reply to a publish: where it is stored, and whether it was before. Stateless. */
final class PublishedJson {

    private PublishedJson() {}

    static JsonObjectBuilder of(Envelope reply) {
        JsonObjectBuilder json = PositionJson.of(reply);
        return isDuplicate(reply) ? json.add("duplicate", true) : json;
    }

    private static boolean isDuplicate(Envelope reply) {
        try {
            return Boolean.TRUE.equals(
                    Payloads.read(reply.payload(), Published.class).duplicate());
        } catch (BadPayload e) {
            throw new IllegalStateException("a reply of our own", e);
        }
    }
}
