package org.tidings.testkit;

/** One publish, from its sending to its place in the log. Confined as {@link HistoryChecker} is. */
final class PublishHistory {

    /** As an answer: it is stored. */
    static final String STORED = "stored";

    /** As an answer: it may be stored. */
    static final String UNKNOWN = "unknown";

    final String messageId;

    /** Null where nobody sent it. */
    final String publisher;

    /** Counts the publisher's events on this channel. */
    final long index;

    /** When it was first sent. */
    final long sentNanos;

    /** When it was last sent after an answer that was final; at first, when it was sent. */
    private long openedNanos;

    /** The last answer; null while there is none. */
    private String answer;

    /** Meaningful where there is an answer. */
    private long answeredNanos;

    /** The incarnation of the log that it was last found in; null where it was in none. */
    private ChannelHistory log;

    private long seq;

    PublishHistory(String publisher, String messageId, long index, long sentNanos) {
        this.publisher = publisher;
        this.messageId = messageId;
        this.index = index;
        this.sentNanos = sentNanos;
        this.openedNanos = sentNanos;
    }

    /** What was refused is sent once more, and may well be stored this time. */
    void sentAgain(long nanos) {
        if (answer != null && !acknowledged()) {
            answer = null;
            openedNanos = nanos;
        }
    }

    void answered(String with, long nanos) {
        answer = with;
        answeredNanos = nanos;
    }

    String answer() {
        return answer;
    }

    boolean acknowledged() {
        return STORED.equals(answer);
    }

    boolean wasRefused() {
        return answer != null && !acknowledged() && !answer.equals(UNKNOWN);
    }

    long answeredNanos() {
        return answeredNanos;
    }

    long openedNanos() {
        return openedNanos;
    }

    void stands(ChannelHistory where, long at) {
        log = where;
        seq = at;
    }

    boolean standsIn(ChannelHistory where) {
        return log == where;
    }

    ChannelHistory log() {
        return log;
    }

    boolean standsAnywhere() {
        return log != null;
    }

    long seq() {
        return seq;
    }
}
