package org.tidings.channel;

import org.tidings.envelope.ErrorCode;

/** A request that is answered with an error. Carries only what the peer may see. */
final class RequestFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final long retryAfterMillis;

    RequestFailed(ErrorCode code, String message) {
        this(code, message, 0);
    }

    /** @param message a fixed text: it repeats nothing that the peer sent */
    RequestFailed(ErrorCode code, String message, long retryAfterMillis) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfterMillis = retryAfterMillis;
    }

    ErrorCode code() {
        return code;
    }

    long retryAfterMillis() {
        return retryAfterMillis;
    }
}
