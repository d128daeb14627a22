package org.tidings.settings;

/**
 * A setting that cannot be used. The message is one line for the operator: which key, its value, what is allowed, and
 * where the value came from.
 */
public final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 120;

    public InvalidSetting(String message) {
        super(message);
    }

    /** A key whose value may be shown: never use it for a secret. */
    InvalidSetting(String key, Settings.Value value, String allowed) {
        super(key + " = " + shown(value.text()) + " (from " + value.source() + ") is not allowed: expected " + allowed);
    }

    /** The text quoted, bounded, and with control characters replaced, fit for one line of a log. */
    private static String shown(String text) {
        String bounded = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return '"' + bounded.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
