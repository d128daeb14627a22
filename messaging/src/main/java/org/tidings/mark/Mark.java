package org.tidings.mark;

/**
 * Everything of a channel up to here is read.
 *
 * @param device the device whose mark it is; null for the user's own, which is the farthest that any device came
 * @param by the device that moved it; null where it said no name
 * @param epoch incarnation of the shard's log; in another one the mark means nothing
 * @param seq a position of the shard
 * @param at when it was moved there, milliseconds since 1970
 * @param endsAt when it is forgotten unless it moves, milliseconds since 1970
 */
public record Mark(String channel, String device, String by, String epoch, long seq, long at, long endsAt)
        implements MarkRecord {

    /** Whether this is farther than another one of the same key. All instances say the same of the same two. */
    public boolean isBeyond(Mark other) {
        return other == null || (epoch.equals(other.epoch) ? seq > other.seq : at > other.at);
    }
}
