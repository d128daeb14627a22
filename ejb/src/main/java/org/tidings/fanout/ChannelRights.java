package org.tidings.fanout;

/**
 * What the subscriber of a pattern may have of each channel that the pattern holds, as of now. Asked under the feed's lock, on any
 * thread: must neither block nor call back.
 */
public interface ChannelRights {

    boolean mayHear(String channel);

    /** Whether it may also have what was published before it subscribed. */
    boolean mayReadPast(String channel);
}
