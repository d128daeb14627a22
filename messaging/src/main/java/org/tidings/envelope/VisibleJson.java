package org.tidings.envelope;

/**
 * JSON on one line, fit for a terminal, a log and whoever reads lines: the same value, with everything escaped that could be
 * taken for more than a character. A carriage return between two tokens begins a line of its own for many readers, U+2028
 * for some; U+009B begins an escape sequence of the terminal; U+202E turns round what follows. Stateless.
 */
public final class VisibleJson {

    private VisibleJson() {}

    /** @param json one JSON text: control characters of ASCII stand in it as blanks alone, and all others in strings */
    public static String of(String json) {
        StringBuilder visible = null;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean blank = c < ' ';
            if (visible == null && (blank || isDeceptive(c))) {
                visible = new StringBuilder(json.length() + 16).append(json, 0, i);
            }
            if (visible == null) {
                continue;
            }
            if (blank) {
                visible.append(' ');
            } else if (isDeceptive(c)) {
                EnvelopeCodec.escape(visible, c);
            } else {
                visible.append(c);
            }
        }
        return visible == null ? json : visible.toString();
    }

    /** Whether it is seen as something else than itself, or not at all: controls, separators of lines, turns of direction. */
    private static boolean isDeceptive(char c) {
        return c >= '\u007F' && c <= '\u009F'
                || c == '\u061C'
                || c == '\u200E'
                || c == '\u200F'
                || c >= '\u2028' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069'
                || c == '\uFEFF';
    }
}
