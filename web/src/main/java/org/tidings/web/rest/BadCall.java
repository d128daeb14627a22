package org.tidings.web.rest;

import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;

/** A call of which no request can be made. Carries only what the peer may see. */
final class BadCall extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorPayload payload;

    /** @param message a fixed text: it repeats nothing that the peer sent */
    BadCall(ErrorCode code, String message) {
        super(message, null, false, false);
        this.payload = ErrorPayload.of(code, message);
    }

    ErrorPayload payload() {
        return payload;
    }
}
