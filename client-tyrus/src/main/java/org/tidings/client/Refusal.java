package org.tidings.client;

import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Payloads;

/**
 * A server's error reply, or its silence.
 *
 * @param code the protocol's error code
 * @param message a text for people
 * @param temporary whether the same request may succeed later
 * @param retryAfterMillis when it may at the earliest, 0 if not named
 */
record Refusal(String code, String message, boolean temporary, long retryAfterMillis) {

    /** No answer on a connection that lives: the same as the server's own {@code timeout}. */
    static final Refusal UNANSWERED = new Refusal(ErrorCode.TIMEOUT.wireName(), "no answer in time", true, 0);

    static Refusal of(Envelope error) {
        try {
            ErrorPayload payload = Payloads.read(error.payload(), ErrorPayload.class);
            ErrorCode known = ErrorCode.of(payload.code());
            boolean temporary = payload.temporary() != null ? payload.temporary() : known != null && known.temporary();
            return new Refusal(
                    payload.code(),
                    payload.message() == null ? payload.code() : payload.message(),
                    temporary,
                    payload.retryAfterMs() == null ? 0 : payload.retryAfterMs());
        } catch (BadPayload unreadable) {
            return new Refusal(ErrorCode.INTERNAL.wireName(), "the server sent an unreadable error", false, 0);
        }
    }

    /** Whether a publish that got this may be stored all the same. */
    boolean mayHaveHappened() {
        return ErrorCode.TIMEOUT.wireName().equals(code);
    }

    TidingsException asException() {
        return new TidingsException(Failure.REFUSED, code, code + ": " + message);
    }
}
