package org.tidings.log;

import java.util.List;
import java.util.Map;

/**
 * Sees every entry of every shard, once, in order.
 *
 * <p>Called on the tail thread of the shard, one call at a time per shard; must not block. {@code retainedFrom} is the lowest
 * position that the log still holds: what lies below can no longer be recovered by anyone.
 */
public interface LogReader {

    /** The next event of a shard. */
    void event(Event event, long retainedFrom);

    /** The shard's log went on to {@code seq} by an entry that is no event. */
    void advanced(int shard, long seq, long retainedFrom);

    /**
     * Where channels stand whose last event has left the log, or soon will.
     *
     * @param heads the {@code seq} of each channel's last event
     * @param forgottenThrough a channel that nobody recalls has no event after this position, as far as is known now: while
     *     little of the log is read it is higher than later
     */
    void heads(int shard, Map<String, Long> heads, long forgottenThrough);

    /**
     * The last events of channels whose last event is kept: the log repeats them, for their own place has left it, or soon will.
     *
     * @param forgottenThrough what is kept up to this position and was not repeated is forgotten
     */
    void kept(int shard, List<Event> values, long forgottenThrough);

    /**
     * Every event of a channel up to a position is erased: it must be forgotten at once, and not be given to anybody any more.
     * Some of them may never have been told here.
     */
    void erased(int shard, String channel, long through);

    /** The entries between {@code after} and {@code before}, both exclusive, never reached this instance. */
    void hole(int shard, long after, long before);

    /**
     * The log is new, was lost or restored: positions of other epochs mean nothing. {@code seq} is the next position; what was
     * told from there on is not in the log.
     */
    void newEpoch(int shard, String epoch, long seq);
}
