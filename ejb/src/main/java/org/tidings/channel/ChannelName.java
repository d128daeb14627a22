package org.tidings.channel;

/** The syntax of channel names: segments of {@code [A-Za-z0-9._~-]} joined by {@code :}, at most 200 characters. */
public final class ChannelName {

    public static final int MAX_LENGTH = 200;

    private ChannelName() {}

    public static boolean isValid(String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        boolean segmentEmpty = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ':') {
                if (segmentEmpty) {
                    return false;
                }
                segmentEmpty = true;
            } else if (isAllowed(c)) {
                segmentEmpty = false;
            } else {
                return false;
            }
        }
        return !segmentEmpty;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '_'
                || c == '~'
                || c == '-';
    }
}
