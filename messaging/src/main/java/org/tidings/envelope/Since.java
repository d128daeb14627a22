package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * A client's position in a channel, from which it wants to go on.
 *
 * @param epoch incarnation of the log in which {@code seq} counts
 * @param seq the last event that the client has had; 0 for none
 */
public record Since(String epoch, Long seq) {

    @JsonbCreator
    public Since {
        Demand.present(epoch, "since.epoch");
        Demand.present(seq, "since.seq");
        Demand.notNegative(seq, "since.seq");
    }
}
