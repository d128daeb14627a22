package org.tidings.fanout;

import org.tidings.envelope.Gap;

/**
 * How a subscription began.
 *
 * @param seq where live begins; the subscriber's position only after {@code count} events have come
 * @param count past events that follow before the live ones
 * @param gap what is missing; null when all that was asked for follows
 * @param expired past events that do not follow because their deadlines have passed: gaps name them
 */
public record Attached(String epoch, int shard, long seq, int count, Gap gap, int expired) {

    /** Where nothing has expired. */
    public Attached(String epoch, int shard, long seq, int count, Gap gap) {
        this(epoch, shard, seq, count, gap, 0);
    }
}
