package org.tidings.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import org.tidings.envelope.Envelope;

/** Where a channel stands, or an event. Stateless. */
final class PositionJson {

    private PositionJson() {}

    /** What the reply says of it; nothing of a channel whose events have no position. */
    static JsonObjectBuilder of(Envelope reply) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("channel", reply.channel());
        if (reply.epoch() != null) {
            json.add("epoch", reply.epoch());
        }
        if (reply.shard() != null) {
            json.add("shard", reply.shard());
        }
        return reply.seq() == null ? json : json.add("seq", reply.seq());
    }
}
