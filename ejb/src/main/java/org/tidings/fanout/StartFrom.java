package org.tidings.fanout;

/** Where a subscription begins. */
public sealed interface StartFrom {

    /** With the next event. */
    record Now() implements StartFrom {}

    /** With the channel's last event, where that is kept. */
    record LastValue() implements StartFrom {}

    /** With the newest {@code count} retained events. */
    record Last(int count) implements StartFrom {}

    /**
     * Behind a position that the subscriber holds.
     *
     * @param mayReadPast whether it may have what came since; otherwise it gets a gap, where anything did
     */
    record After(String epoch, long seq, boolean mayReadPast) implements StartFrom {
        /** By one who may have what came since. */
        public After(String epoch, long seq) {
            this(epoch, seq, true);
        }
    }
}
