package org.tidings.testkit.peer;

/** A peer cannot be had here; the message says what is missing, or where to read why. */
final class PeerUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    PeerUnavailable(String message) {
        super(message);
    }
}
