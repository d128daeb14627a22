package org.tidings.client;

/**
 * Which retained events to read.
 *
 * @param since only events after this position; null for the newest
 * @param before only events with a smaller sequence number; null for no bound
 * @param limit at most so many, 1 or more; the server may give fewer
 */
public record HistoryRange(Position since, Long before, int limit) {

    public HistoryRange {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
    }

    /** The newest events. */
    public static HistoryRange newest(int limit) {
        return new HistoryRange(null, null, limit);
    }

    /** The events after a position. */
    public static HistoryRange since(Position position, int limit) {
        return new HistoryRange(position, null, limit);
    }
}
