package org.tidings.channel;

import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.limits.Refusal;

/** A request that is answered with an error. Carries only what the peer may see. */
final class RequestFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorPayload payload;

    RequestFailed(ErrorCode code, String message) {
        this(code, message, 0);
    }

    /** @param message a fixed text: it repeats nothing that the peer sent */
    RequestFailed(ErrorCode code, String message, long retryAfterMillis) {
        this(ErrorPayload.of(code, message, retryAfterMillis));
    }

    RequestFailed(ErrorPayload payload) {
        super(payload.message(), null, false, false);
        this.payload = payload;
    }

    /** Goes on where nothing is refused. */
    static void unless(Refusal refusal) throws RequestFailed {
        if (refusal != null) {
            throw new RequestFailed(Replies.limited(refusal));
        }
    }

    /** What the peer is answered. */
    ErrorPayload payload() {
        return payload;
    }
}
