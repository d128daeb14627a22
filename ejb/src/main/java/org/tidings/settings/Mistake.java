package org.tidings.settings;

/**
 * Something in a configuration file that cannot be used.
 *
 * @param reason one short line for the operator
 */
public record Mistake(String file, Place place, String reason) {
    private static final int MAX_SHOWN = 120;

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

    /** Bounded, and with control characters replaced. */
    private static String shown(String text) {
        String bounded = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return bounded.replaceAll("\\p{Cntrl}", "?");
    }
}
