package org.tidings.settings;

import java.util.regex.Pattern;

/**
 * Something in a configuration file that cannot be used.
 *
 * @param reason one short line for the operator
 */
public record Mistake(String file, Place place, String reason) {
    private static final int MAX_SHOWN = 120;

    /** Controls of ASCII and beyond, ends of lines, and what turns round the direction of writing. */
    private static final Pattern DECEPTIVE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

    /** {@code FILE:LINE:COLUMN: PATH: REASON}, the form that editors and terminals make a link of. */
    @Override
    public String toString() {
        String where = place.line() == 0 ? "" : ":" + place.line() + ":" + place.column();
        return file + where + ": " + (place.path().isEmpty() ? "" : shown(place.path()) + ": ") + reason;
    }

    /** What somebody wrote, in quotes and fit for a line. */
    public static String quoted(String text) {
        return '"' + shown(text) + '"';
    }

    /** Bounded, and with what is more than a character replaced. */
    static String shown(String text) {
        String bounded = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return DECEPTIVE.matcher(bounded).replaceAll("?");
    }
}
