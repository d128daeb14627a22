package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code presence}: more has changed than is told one by one.
 *
 * @param version of the channel's presence now
 * @param count of its members now
 */
public record PresenceCount(Long version, Long count) {

    @JsonbCreator
    public PresenceCount {
        Demand.present(version, "version");
        Demand.present(count, "count");
    }
}
