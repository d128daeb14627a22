package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code heartbeat}.
 *
 * @param everyMs how often the server shall send a {@code heartbeat} event, milliseconds from 1; the server bounds it
 */
public record HeartbeatOptions(Long everyMs) {

    @JsonbCreator
    public HeartbeatOptions {
        Demand.present(everyMs, "everyMs");
        Demand.that(everyMs >= 1, "everyMs is below 1");
    }
}
