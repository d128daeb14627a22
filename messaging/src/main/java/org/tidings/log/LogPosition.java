package org.tidings.log;

/**
 * A place in a shard's log.
 *
 * @param epoch incarnation of the log, empty before anything was read
 * @param seq 0 before anything was read
 * @param term of the leader that wrote the entry there, see {@link Terms}
 */
record LogPosition(String epoch, long seq, long term) {

    /** Before the first entry. */
    static final LogPosition NONE = new LogPosition("", 0, 0);
}
