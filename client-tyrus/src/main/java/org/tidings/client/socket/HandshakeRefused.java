package org.tidings.client.socket;

/** The server answered the handshake with something other than 101. */
public final class HandshakeRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final long retryAfterMillis;

    HandshakeRefused(int status, long retryAfterMillis) {
        super("HTTP status " + status);
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }

    public int status() {
        return status;
    }

    /** From the header Retry-After; 0 without. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
