package org.tidings.testkit;

import java.util.List;

/** A broken promise of delivery, found by {@link HistoryChecker}, which can show the history around it. */
public sealed interface Violation {

    /** The promise that is broken, as certificates count them. */
    enum Kind {
        LOST,
        DUPLICATED,
        REORDERED,
        DIVERGENT,
        UNANNOUNCED_GAP,
        LATE_ACKNOWLEDGEMENT,
        UNTRUE_REFUSAL,
        UNANSWERED,
        INVENTED
    }

    Kind kind();

    String channel();

    /** In plain words, in one sentence. */
    String describe();

    /** The positions that it is about, as far as it names them. */
    default List<Long> positions() {
        return List.of();
    }

    /** The events that it is about, as far as it names them. */
    default List<String> messageIds() {
        return List.of();
    }

    /** An acknowledged event never reached a subscriber who was owed it, and no gap announced that. */
    record Lost(String subscriber, String channel, long seq, String messageId) implements Violation {

        @Override
        public Kind kind() {
            return Kind.LOST;
        }

        @Override
        public String describe() {
            return subscriber + " never got " + messageId + ", acknowledged at position " + seq + " of " + channel
                    + ", and no gap was announced.";
        }

        @Override
        public List<Long> positions() {
            return List.of(seq);
        }
    }

    /** A subscriber was given an event twice. */
    record DeliveredTwice(String subscriber, String channel, long seq) implements Violation {

        @Override
        public Kind kind() {
            return Kind.DUPLICATED;
        }

        @Override
        public String describe() {
            return subscriber + " was given position " + seq + " of " + channel + " twice.";
        }

        @Override
        public List<Long> positions() {
            return List.of(seq);
        }
    }

    /** One publish stands in the log twice. */
    record StoredTwice(String channel, String messageId, long firstSeq, long secondSeq) implements Violation {

        @Override
        public Kind kind() {
            return Kind.DUPLICATED;
        }

        @Override
        public String describe() {
            return messageId + " stands in " + channel + " twice, at positions " + firstSeq + " and " + secondSeq + ".";
        }

        @Override
        public List<Long> positions() {
            return List.of(firstSeq, secondSeq);
        }
    }

    /** A subscriber was given an event behind a later one. */
    record Reordered(String subscriber, String channel, long lastSeq, long seq) implements Violation {

        @Override
        public Kind kind() {
            return Kind.REORDERED;
        }

        @Override
        public String describe() {
            return subscriber + " was given position " + seq + " of " + channel + " behind position " + lastSeq + ".";
        }

        @Override
        public List<Long> positions() {
            return List.of(lastSeq, seq);
        }
    }

    /** Two parties were told of different events at one position. */
    record Divergent(String channel, long seq, String messageId, String otherMessageId) implements Violation {

        @Override
        public Kind kind() {
            return Kind.DIVERGENT;
        }

        @Override
        public String describe() {
            return "Position " + seq + " of " + channel + " is " + messageId + " to some and " + otherMessageId
                    + " to others.";
        }

        @Override
        public List<Long> positions() {
            return List.of(seq);
        }

        @Override
        public List<String> messageIds() {
            return List.of(messageId, otherMessageId);
        }
    }

    /** The log holds two events of one publisher in another order than it sent them. */
    record Swapped(String publisher, String channel, String earlierSent, String laterSent) implements Violation {

        @Override
        public Kind kind() {
            return Kind.REORDERED;
        }

        @Override
        public String describe() {
            return publisher + " sent " + earlierSent + " before " + laterSent + ", and " + channel
                    + " holds them the other way round.";
        }

        @Override
        public List<String> messageIds() {
            return List.of(earlierSent, laterSent);
        }
    }

    /** An event stands before another one that had been acknowledged before it was sent at all. */
    record Overtook(String channel, String acknowledgedFirst, String sentLater) implements Violation {

        @Override
        public Kind kind() {
            return Kind.REORDERED;
        }

        @Override
        public String describe() {
            return acknowledgedFirst + " was acknowledged before " + sentLater + " was sent, and stands behind it in "
                    + channel + ".";
        }

        @Override
        public List<String> messageIds() {
            return List.of(acknowledgedFirst, sentLater);
        }
    }

    /** An event's {@code prev} proves a hole behind the subscriber's position, and no gap was announced. */
    record UnannouncedGap(String subscriber, String channel, long position, long prev) implements Violation {

        @Override
        public Kind kind() {
            return Kind.UNANNOUNCED_GAP;
        }

        @Override
        public String describe() {
            return subscriber + " had " + channel + " up to position " + position
                    + " and was next given what follows position " + prev + ", and no gap was announced.";
        }

        @Override
        public List<Long> positions() {
            return List.of(position, prev);
        }
    }

    /** A publisher was told that its event is stored later than it had to be told anything. */
    record LateAcknowledgement(String publisher, String channel, String messageId, long tookMillis)
            implements Violation {

        @Override
        public Kind kind() {
            return Kind.LATE_ACKNOWLEDGEMENT;
        }

        @Override
        public String describe() {
            return messageId + " of " + publisher + " on " + channel + " was acknowledged " + tookMillis
                    + " ms after it was sent, which is too late.";
        }

        @Override
        public List<String> messageIds() {
            return List.of(messageId);
        }
    }

    /** A publisher was told that its event is stored after it had been given another final answer. */
    record AcknowledgedAfter(String publisher, String channel, String messageId, String answer) implements Violation {

        @Override
        public Kind kind() {
            return Kind.LATE_ACKNOWLEDGEMENT;
        }

        @Override
        public String describe() {
            return messageId + " of " + publisher + " on " + channel + " was acknowledged after it had been answered "
                    + answer + ".";
        }

        @Override
        public List<String> messageIds() {
            return List.of(messageId);
        }
    }

    /** An event is in the log although its publisher was told that it is not. */
    record StoredThoughRefused(String channel, long seq, String messageId, String answer) implements Violation {

        @Override
        public Kind kind() {
            return Kind.UNTRUE_REFUSAL;
        }

        @Override
        public String describe() {
            return messageId + " stands at position " + seq + " of " + channel + " although it was answered " + answer
                    + ".";
        }

        @Override
        public List<Long> positions() {
            return List.of(seq);
        }

        @Override
        public List<String> messageIds() {
            return List.of(messageId);
        }
    }

    /** A publish that never got any answer. */
    record Unanswered(String publisher, String channel, String messageId) implements Violation {

        @Override
        public Kind kind() {
            return Kind.UNANSWERED;
        }

        @Override
        public String describe() {
            return messageId + " of " + publisher + " on " + channel + " was never answered.";
        }

        @Override
        public List<String> messageIds() {
            return List.of(messageId);
        }
    }

    /** An event that nobody sent. */
    record Invented(String subscriber, String channel, long seq, String messageId) implements Violation {

        @Override
        public Kind kind() {
            return Kind.INVENTED;
        }

        @Override
        public String describe() {
            return subscriber + " was given " + messageId + " at position " + seq + " of " + channel
                    + ", which nobody sent.";
        }

        @Override
        public List<Long> positions() {
            return List.of(seq);
        }
    }
}
