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
 */
public record ErrorPayload(String code, String message, Boolean temporary, Long retryAfterMs, String decision) {

    @JsonbCreator
    public ErrorPayload {
        Demand.present(code, "code");
        Demand.notNegative(retryAfterMs, "retryAfterMs");
    }

    public static ErrorPayload of(ErrorCode code, String message) {
        return of(code, message, 0);
    }

    public static ErrorPayload of(ErrorCode code, String message, long retryAfterMs) {
        return new ErrorPayload(code.wireName(), message, code.temporary(), retryAfterMs, null);
    }

    /** @param decision what the operator finds the refusal by */
    public static ErrorPayload forbidden(String message, String decision) {
        return new ErrorPayload(ErrorCode.FORBIDDEN.wireName(), message, false, 0L, decision);
    }

    /** The server could not find out; asking again may help. @param decision what the operator finds the refusal by */
    public static ErrorPayload undecided(String message, long retryAfterMs, String decision) {
        return new ErrorPayload(ErrorCode.UNAVAILABLE.wireName(), message, true, retryAfterMs, decision);
    }
}
