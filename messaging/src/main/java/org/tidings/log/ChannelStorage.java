package org.tidings.log;

/**
 * Where the log keeps a channel's events. Every instance of one system must say the same. Asked on any thread, for every
 * publish; must not block.
 */
@FunctionalInterface
public interface ChannelStorage {

    /** All in the main group. */
    ChannelStorage MAIN = channel -> LogShard.MAIN;

    /** The group that holds the channel: one of those that the log was made with. */
    String group(String channel);

    /** Whether the channel's last event can be had for ever, whatever its log retains. */
    default boolean keepsLast(String channel) {
        return false;
    }

    /**
     * Whether all that the channel has may have to be erased one day, because it is one person's. Then its events share no entry of the
     * log with those of others: an entry can only be removed as a whole.
     */
    default boolean erasable(String channel) {
        return false;
    }

    /** Whether that event is none any more once its deadline has passed. */
    default boolean heedsDeadlines(String channel) {
        return true;
    }
}
