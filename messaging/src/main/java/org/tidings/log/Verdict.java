package org.tidings.log;

/**
 * The leader's answer to a publish that did not become an event; one record of the topic {@code verdict}.
 *
 * @param firstSeq for a duplicate the position of the first, else 0
 */
record Verdict(Origin origin, int shard, Kind kind, String epoch, long firstSeq) {

    /** By their ordinal in the records: new ones at the end. */
    enum Kind {
        DUPLICATE,
        EXPIRED,
        /** It would take too much of the ring. */
        TOO_LARGE,
        /** Its channel belongs to another shard: the instance that sent it counts the shards differently. */
        MISPLACED
    }
}
