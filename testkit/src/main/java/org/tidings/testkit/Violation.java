package org.tidings.testkit;

/** A broken promise of delivery, found by {@link HistoryChecker}. */
public sealed interface Violation {

    /** An acknowledged event never reached a subscriber who was owed it, and no gap announced that. */
    record Lost(String subscriber, String channel, long seq, String messageId) implements Violation {}

    /** A subscriber was given an event twice. */
    record DeliveredTwice(String subscriber, String channel, long seq) implements Violation {}

    /** One publish stands in the log twice. */
    record StoredTwice(String channel, String messageId, long firstSeq, long secondSeq) implements Violation {}

    /** A subscriber was given an event behind a later one. */
    record Reordered(String subscriber, String channel, long lastSeq, long seq) implements Violation {}

    /** Two parties were told of different events at one position. */
    record Divergent(String channel, long seq, String messageId, String otherMessageId) implements Violation {}

    /** The log holds two events of one publisher in another order than it sent them. */
    record Swapped(String publisher, String channel, String earlierSent, String laterSent) implements Violation {}

    /** An event's {@code prev} proves a hole behind the subscriber's position, and no gap was announced. */
    record UnannouncedGap(String subscriber, String channel, long position, long prev) implements Violation {}

    /** An event that nobody sent. */
    record Invented(String subscriber, String channel, long seq, String messageId) implements Violation {}
}
