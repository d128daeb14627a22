package org.tidings.fanout;

import org.tidings.envelope.Gap;

/**
 * How a subscription began.
 *
 * @param seq where live begins; the subscriber's position only after {@code count} events have come
 * @param count past events that follow before the live ones
 * @param gap what is missing; null when all that was asked for follows
 */
public record Attached(String epoch, int shard, long seq, int count, Gap gap) {}
