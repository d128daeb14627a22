package org.tidings.envelope;

/** The text is not the strict JSON that {@link JsonWalk} takes. Carries no stack trace: a peer's mistake is cheap. */
final class NotStrictJson extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a fixed text, fit for the peer */
    NotStrictJson(String reason) {
        super(reason, null, false, false);
    }
}
