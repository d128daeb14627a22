package org.tidings.envelope;

/** The bytes are not what {@link CborWalk} takes. Carries no stack trace: a peer's mistake is cheap. */
final class NotCbor extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a fixed text, fit for the peer */
    NotCbor(String reason) {
        super(reason, null, false, false);
    }
}
