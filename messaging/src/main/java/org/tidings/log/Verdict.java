package org.tidings.log;

/**
 * The leader's answer to a publish that did not become an event; one record of the topic {@code verdict}.
 *
 * @param firstSeq for a duplicate the position of the first, else 0
 */
record Verdict(Origin origin, int shard, Kind kind, String epoch, long firstSeq) {

    enum Kind {
        DUPLICATE,
        EXPIRED
    }
}
