package org.tidings.history;

/** Measures text without encoding it. */
public final class Utf8 {

    private Utf8() {}

    /** Bytes of UTF-8 that the text takes. A lone surrogate counts as the three bytes of its replacement. */
    public static int length(CharSequence text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    // Four bytes for these two characters: the two counted here and one for each.
                    i++;
                }
            }
        }
        return bytes;
    }
}
