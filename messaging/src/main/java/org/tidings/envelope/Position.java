package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code position}: how far all this connection's channels of a shard have come, except those that
 * are catching up.
 *
 * @param epoch incarnation of the shard's log
 * @param shard shard number, 0 based
 * @param seq the connection has had every event up to and including this one
 */
public record Position(String epoch, Integer shard, Long seq) {

    @JsonbCreator
    public Position {
        Demand.present(epoch, "epoch");
        Demand.present(shard, "shard");
        Demand.present(seq, "seq");
        Demand.notNegative(shard, "shard");
        Demand.notNegative(seq, "seq");
    }
}
