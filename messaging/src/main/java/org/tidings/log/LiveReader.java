package org.tidings.log;

/** Hears live events. Must not block: it is called on the publishers' threads and on those that read from the broker. */
public interface LiveReader {

    /** Each event that comes here, at most once, those of one publisher in order. */
    void live(LiveEvent event);

    /**
     * Events that other instances handed over and that never came here.
     *
     * @param count exactly how many, in all channels of the shard; nobody knows in which
     */
    void lost(int shard, long count);
}
