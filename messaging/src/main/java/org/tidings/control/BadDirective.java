package org.tidings.control;

/** A text is no directive. The message says what is wrong, in fixed words: it repeats nothing of the text. */
public final class BadDirective extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadDirective(String message) {
        super(message, null, false, false);
    }
}
