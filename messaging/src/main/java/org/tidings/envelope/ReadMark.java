package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * How far an inbox is read: payload of the reply to {@code ack}, and of the event {@code read}.
 *
 * @param device in the reply the one that asked, in the event the one on which it was read; null where it said no name
 * @param seq up to here it is read: in the reply by that device, in the event by the user on whatever device
 * @param unread how many events the user has not read on any device
 */
public record ReadMark(String device, Long seq, Long unread) {

    @JsonbCreator
    public ReadMark {
        Demand.notNegative(seq, "seq");
        Demand.notNegative(unread, "unread");
    }
}
