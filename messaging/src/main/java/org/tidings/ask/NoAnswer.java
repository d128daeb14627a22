package org.tidings.ask;

/** A question that got no answer, although its time is not over. Without a stack: there can be many. */
public final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    private final Why why;

    /** What was in the way. */
    public enum Why {
        /** Too many questions wait already: it was not asked. */
        TOO_MANY,
        /** What came is no text, or too long for one. */
        UNREADABLE,
        /** This instance ends. */
        CLOSED
    }

    public NoAnswer(Why why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
