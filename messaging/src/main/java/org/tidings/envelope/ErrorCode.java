package org.tidings.envelope;

/** Why a request failed while its connection lives on. The closed list of all that a peer can see. */
public enum ErrorCode {
    BAD_ENVELOPE("bad-envelope", false),
    UNKNOWN_ACTION("unknown-action", false),
    BAD_CHANNEL("bad-channel", false),
    UNKNOWN_CHANNEL("unknown-channel", false),
    FORBIDDEN("forbidden", false),
    UNAUTHENTICATED("unauthenticated", false),
    TOO_LARGE("too-large", false),
    RATE_LIMITED("rate-limited", true),
    LIMIT_EXCEEDED("limit-exceeded", false),
    NOT_SUBSCRIBED("not-subscribed", false),
    ALREADY_SUBSCRIBED("already-subscribed", false),
    EXPIRED("expired", false),
    UNAVAILABLE("unavailable", true),
    TIMEOUT("timeout", true),
    BAD_PAYLOAD("bad-payload", false),
    UNSUPPORTED("unsupported", false),
    INTERNAL("internal", false);

    private final String wireName;
    private final boolean temporary;

    ErrorCode(String wireName, boolean temporary) {
        this.wireName = wireName;
        this.temporary = temporary;
    }

    /** The code as it stands in an error's payload. */
    public String wireName() {
        return wireName;
    }

    /** Whether the same request may succeed later. */
    public boolean temporary() {
        return temporary;
    }

    /** The code of that name, or null: a newer server may know more codes. */
    public static ErrorCode of(String wireName) {
        for (ErrorCode code : values()) {
            if (code.wireName.equals(wireName)) {
                return code;
            }
        }
        return null;
    }
}
