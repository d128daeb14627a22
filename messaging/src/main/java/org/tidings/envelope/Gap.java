package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Events that a subscriber cannot get: payload of the event {@code gap} and part of a subscribe reply. The events lost
 * lie between {@code after} and {@code before}, both exclusive; where events have no positions, both are null.
 *
 * @param after the last event that the subscriber had; null in an ephemeral channel
 * @param before the first event that it gets, or would get; null likewise
 * @param reason {@link Reason}'s wire name; a newer server may know more
 * @param count how many events of the channel are lost; null where nobody knows
 * @param atMost how many it can be, where it is only known how many are lost in this channel and others together; null where
 *     {@code count} says it, or nobody knows
 */
public record Gap(Long after, Long before, String reason, Long count, Long atMost) {

    /** Why events are lost to a subscriber. */
    public enum Reason {
        /** The subscriber read so slowly that the retained history passed it. */
        SLOW("slow"),
        /** They are no longer retained. */
        EXPIRED("expired"),
        /** They found no room, and nobody keeps them, or the namespace's policy is to drop them; or they were lost on the way. */
        DROPPED("dropped"),
        /** A newer event of the same kind followed, and the namespace's policy is to give a slow subscriber only that. */
        CONFLATED("conflated"),
        /** Their deadlines passed before they could be written. */
        EXPIRED_EVENT("expired-event"),
        /** They were published before the subscription began, and the subscriber may not read history. */
        FORBIDDEN("forbidden"),
        /** They were erased, with everything of the channel before. */
        ERASED("erased"),
        /** The log began anew: positions of the old epoch mean nothing. */
        EPOCH("epoch");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    @JsonbCreator
    public Gap {
        Demand.present(reason, "reason");
        Demand.notNegative(after, "after");
        Demand.notNegative(before, "before");
        Demand.notNegative(count, "count");
        Demand.notNegative(atMost, "atMost");
    }

    public static Gap of(long after, long before, Reason reason, Long count) {
        return new Gap(after, before, reason.wireName(), count, null);
    }

    /** In an ephemeral channel: so many of its events. */
    public static Gap of(Reason reason, long count) {
        return new Gap(null, null, reason.wireName(), count, null);
    }

    /** In an ephemeral channel: so many events of this channel and others. */
    public static Gap droppedAtMost(long count) {
        return new Gap(null, null, Reason.DROPPED.wireName(), null, count);
    }

    /** In an ephemeral channel: whatever came behind a position in it, for there are none. */
    public static Gap nothingKept(long after) {
        return new Gap(after, null, Reason.DROPPED.wireName(), null, null);
    }
}
