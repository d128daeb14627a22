package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the request {@code ack}: everything of the channel up to this position is read.
 *
 * @param epoch incarnation of the log
 * @param seq a position of the channel's shard
 * @param device on which it was read; null where that is of no interest
 */
public record Ack(String epoch, Long seq, String device) {

    @JsonbCreator
    public Ack {
        Demand.present(epoch, "epoch");
        Demand.present(seq, "seq");
        Demand.notNegative(seq, "seq");
        Demand.deviceName(device);
    }
}
