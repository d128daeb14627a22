package org.tidings.namespace;

/**
 * How much of a channel's past can be had, within what the log retains.
 *
 * @param events the newest so many
 * @param seconds those not older than that
 */
public record HistoryBound(int events, long seconds) {
    public static final HistoryBound NONE = new HistoryBound(0, 0);
    /** Whatever the log retains. */
    public static final HistoryBound RETAINED = new HistoryBound(Integer.MAX_VALUE, Long.MAX_VALUE / 1_000);
}
