package org.tidings.namespace;

import java.util.regex.Pattern;

/** How a channel's name says its namespace. */
public final class NamespaceName {
    /** Of channels without a colon in their name. */
    public static final String DEFAULT = "default";

    /** Of the channels that reach one user each, whatever the operator declares. */
    public static final String USER = "user";

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~-]+");

    private NamespaceName() {}

    /** Whether channel names can have such a segment, and so such a namespace. */
    public static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches();
    }

    /** @param channel a valid channel name */
    public static String of(String channel) {
        int colon = channel.indexOf(':');
        return colon < 0 ? DEFAULT : channel.substring(0, colon);
    }
}
