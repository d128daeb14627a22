package org.tidings.namespace;

import java.util.Objects;

/**
 * What of a channel's past is kept.
 *
 * @param bound how much of what the log retains
 * @param keepsLast whether its last event can be had whatever the log retains, and whatever the bound says
 * @param deadlines whether that event is none any more once its deadline has passed
 */
public record Retention(HistoryBound bound, boolean keepsLast, boolean deadlines) {
    /** What the log retains. */
    public static final Retention ALL = new Retention(HistoryBound.RETAINED, false);

    /** Where deadlines mean something. */
    public Retention(HistoryBound bound, boolean keepsLast) {
        this(bound, keepsLast, true);
    }

    public Retention {
        Objects.requireNonNull(bound, "bound");
    }
}
