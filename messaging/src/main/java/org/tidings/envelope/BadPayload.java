package org.tidings.envelope;

/** A payload does not fit its action. The message is a fixed text, fit for the peer. */
public final class BadPayload extends Exception {

    private static final long serialVersionUID = 1L;

    BadPayload(String message, Throwable cause) {
        super(message, cause);
    }
}
