package org.tidings.envelope;

/**
 * Why a connection ends. The number carries the verdict: 4000–4099 do not reconnect, 4100–4199 reconnect with backoff,
 * 4200–4299 reconnect now. Standard codes keep the meaning of RFC 6455 §7.4.1.
 */
public enum CloseCode {
    NORMAL(1000, "normal"),
    GOING_AWAY(1001, "going away"),
    UNSUPPORTED_DATA(1003, "text frames only"),
    TOO_BIG(1009, "frame too big"),
    INTERNAL(1011, "internal error"),
    UNAUTHENTICATED(4001, "unauthenticated"),
    FORBIDDEN(4003, "forbidden"),
    PROTOCOL_ABUSE(4008, "protocol abuse"),
    UNSUPPORTED_VERSION(4009, "unsupported version"),
    RATE_LIMITED(4101, "rate limited"),
    SLOW_CONSUMER(4102, "slow consumer"),
    OVERLOADED(4103, "overloaded"),
    TOKEN_EXPIRED(4201, "token expired"),
    DRAINING(4202, "draining");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    public int number() {
        return number;
    }

    /** The fixed text sent with the number, at most 123 bytes (RFC 6455 §5.5). */
    public String reason() {
        return reason;
    }

    /** What a client does after a close. */
    public enum Verdict {
        STAY_AWAY,
        BACK_OFF,
        RETURN_NOW
    }

    /**
     * The verdict in any close number, also one that this version does not name. Standard codes of RFC 6455 ask for
     * backing off, 1000 too: proxies, and servers that stop, close with it.
     */
    public static Verdict verdict(int number) {
        if (number >= 4000 && number < 4100) {
            return Verdict.STAY_AWAY;
        }
        return number >= 4200 && number < 4300 ? Verdict.RETURN_NOW : Verdict.BACK_OFF;
    }
}
