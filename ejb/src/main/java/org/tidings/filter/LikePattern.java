package org.tidings.filter;

import java.util.stream.IntStream;

/**
 * A text with {@code %} for any characters and {@code _} for one.
 *
 * <p>The library makes a regular expression of it, which some patterns keep busy for years. This one goes back to the last
 * {@code %} alone, so that it takes at most as many steps as the lengths of pattern and text multiplied.
 */
final class LikePattern {

    private static final int ANY = -1;
    private static final int ONE = -2;

    /** Characters, and what stands for others. */
    private final int[] pattern;

    /** @param escape before it a wild character stands for itself; -1 for none */
    LikePattern(String text, int escape) {
        IntStream.Builder characters = IntStream.builder();
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean itself = c == escape && i + 1 < text.length();
            if (itself) {
                i++;
                characters.add(text.charAt(i));
            } else if (c != '%') {
                characters.add(c == '_' ? ONE : c);
            } else if (!any) {
                characters.add(ANY);
            }
            any = !itself && c == '%';
        }
        pattern = characters.build().toArray();
    }

    boolean matches(String text) {
        int at = 0;
        int next = 0;
        int afterAny = -1;
        int heldFrom = 0;
        while (at < text.length()) {
            if (next < pattern.length && pattern[next] == ANY) {
                next++;
                afterAny = next;
                heldFrom = at;
            } else if (next < pattern.length && (pattern[next] == ONE || pattern[next] == text.charAt(at))) {
                next++;
                at++;
            } else if (afterAny >= 0) {
                // The last % holds one character more.
                heldFrom++;
                at = heldFrom;
                next = afterAny;
            } else {
                return false;
            }
        }
        while (next < pattern.length && pattern[next] == ANY) {
            next++;
        }
        return next == pattern.length;
    }
}
