package org.tidings.mark;

/** A text that is no record of the table. */
public final class BadMark extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadMark(String message) {
        super(message);
    }
}
