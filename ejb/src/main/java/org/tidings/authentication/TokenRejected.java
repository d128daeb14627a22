package org.tidings.authentication;

/**
 * A token was not accepted. The reason is for the log alone: one line, bounded, without the token or anything copied
 * from it unescaped. The peer gets one fixed text whatever the reason is, so that it learns nothing about which part of
 * a forged token is still wrong.
 */
public final class TokenRejected extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REASON_LENGTH = 200;

    private final boolean temporary;

    private TokenRejected(String reason, boolean temporary) {
        super(bounded(reason), null, false, false);
        this.temporary = temporary;
    }

    static TokenRejected because(String reason) {
        return new TokenRejected(reason, false);
    }

    /** The keys could not be had just now, which says nothing about the token. */
    static TokenRejected forNow(String reason) {
        return new TokenRejected(reason, true);
    }

    /** Whether the same token may be accepted later. */
    public boolean temporary() {
        return temporary;
    }

    private static String bounded(String reason) {
        String text = String.valueOf(reason).replaceAll("[^\\x20-\\x7E]", "?");
        return text.length() > MAX_REASON_LENGTH ? text.substring(0, MAX_REASON_LENGTH) + "..." : text;
    }
}
