package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code bye}: the server is about to close.
 *
 * @param code the close code that follows
 * @param reason its fixed text
 * @param retryAfterMs when to come back, at the earliest
 * @param reconnect whether to come back at all
 */
public record Bye(Integer code, String reason, Long retryAfterMs, Boolean reconnect) {

    @JsonbCreator
    public Bye {
        Demand.present(code, "code");
        Demand.notNegative(retryAfterMs, "retryAfterMs");
    }

    public static Bye of(CloseCode code, long retryAfterMs) {
        boolean reconnect = CloseCode.verdict(code.number()) != CloseCode.Verdict.STAY_AWAY;
        return new Bye(code.number(), code.reason(), retryAfterMs, reconnect);
    }
}
