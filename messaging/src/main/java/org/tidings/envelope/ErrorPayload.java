package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of an error reply.
 *
 * @param code {@link ErrorCode}'s wire name; a newer server may know more
 * @param message a fixed text for people
 * @param temporary whether the same request may succeed later
 * @param retryAfterMs when it may, at the earliest; 0 where it may at once or never
 * @param decision of a refusal, what the operator finds it by; null where nothing was decided
 * @param pointer into a bad payload, to what is wrong there (RFC 6901); null where it is not known
 */
public record ErrorPayload(
        String code, String message, Boolean temporary, Long retryAfterMs, String decision, String pointer) {

    /** Longer pointers are cut: they repeat what the peer sent. */
    private static final int MAX_POINTER_LENGTH = 200;

    @JsonbCreator
    public ErrorPayload {
        Demand.present(code, "code");
        Demand.notNegative(retryAfterMs, "retryAfterMs");
    }

    public static ErrorPayload of(ErrorCode code, String message) {
        return of(code, message, 0);
    }

    public static ErrorPayload of(ErrorCode code, String message, long retryAfterMs) {
        return new ErrorPayload(code.wireName(), message, code.temporary(), retryAfterMs, null, null);
    }

    /** @param decision what the operator finds the refusal by */
    public static ErrorPayload forbidden(String message, String decision) {
        return new ErrorPayload(ErrorCode.FORBIDDEN.wireName(), message, false, 0L, decision, null);
    }

    /**
     * A payload is not what the channel's namespace wants.
     *
     * @param pointer to the part of it
     */
    public static ErrorPayload badPayload(String message, String pointer) {
        String shown =
                pointer.length() <= MAX_POINTER_LENGTH ? pointer : pointer.substring(0, MAX_POINTER_LENGTH) + "…";
        return new ErrorPayload(ErrorCode.BAD_PAYLOAD.wireName(), message, false, 0L, null, shown);
    }

    /** The server could not find out; asking again may help. @param decision what the operator finds the refusal by */
    public static ErrorPayload undecided(String message, long retryAfterMs, String decision) {
        return new ErrorPayload(ErrorCode.UNAVAILABLE.wireName(), message, true, retryAfterMs, decision, null);
    }
}
