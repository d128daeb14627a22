package org.tidings.authorization;

/**
 * Matches channel names against a pattern, in time linear in the name, exactly and in one case only:
 *
 * <ol>
 *   <li>A {@code *} as the pattern's last character stands for one or more characters, whatever they are: {@code
 *       orders:*} matches every channel that starts with {@code orders:} and goes on, {@code *} matches every channel.
 *   <li>A {@code *} that is a whole segment between colons, or before the first, stands for one segment that is not
 *       empty: {@code chat:*:typing} matches {@code chat:7:typing}, not {@code chat:7:x:typing}.
 *   <li>Everything else stands for itself. A {@code *} anywhere else ({@code or*ders}) makes a pattern that matches
 *       nothing: whoever wrote it meant something that Tidings does not do, and nothing is the safe guess.
 * </ol>
 */
final class ChannelPattern {
    private ChannelPattern() {}

    static boolean matches(String pattern, String channel) {
        int at = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char expected = pattern.charAt(i);
            if (expected != '*') {
                if (at == channel.length() || channel.charAt(at) != expected) {
                    return false;
                }
                at++;
            } else if (i == pattern.length() - 1) {
                return at < channel.length();
            } else {
                boolean wholeSegment = (i == 0 || pattern.charAt(i - 1) == ':') && pattern.charAt(i + 1) == ':';
                int end = channel.indexOf(':', at);
                if (!wholeSegment || end <= at) {
                    return false;
                }
                at = end;
            }
        }
        return at == channel.length();
    }
}
