package org.tidings.log;

/** How a publish ended. Every publish has exactly one. */
public sealed interface PublishOutcome {

    /** The event is on the broker's disk, at this position. */
    record Accepted(int shard, String epoch, long seq) implements PublishOutcome {}

    /** The same message was stored before, at this position. */
    record Duplicate(int shard, String epoch, long seq) implements PublishOutcome {}

    /** Nobody keeps it: it is on its way to whoever listens. */
    record HandedOver() implements PublishOutcome {}

    /** Its deadline had passed; it was not stored. */
    record Expired() implements PublishOutcome {}

    /** Not stored: it would take too much of what the log retains. */
    record TooLarge() implements PublishOutcome {}

    /**
     * Not stored: this instance has too many publishes in flight, or they wait too long for their answers. Temporary.
     *
     * @param retryAfterMillis when there should be room again
     */
    record Overloaded(long retryAfterMillis) implements PublishOutcome {}

    /**
     * Not stored: no connection to the broker, a log that takes nothing or does not answer, or none that this instance can use.
     * Temporary.
     */
    record Unavailable() implements PublishOutcome {
        /** When to try again. */
        public static final long RETRY_AFTER_MILLIS = 500;
    }

    /** Sent, no answer: it may have been stored. Sending it again with its messageId is safe within the window. */
    record Unknown() implements PublishOutcome {}
}
