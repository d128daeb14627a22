package org.tidings.authorization;

import java.util.regex.Pattern;

/** All channels of a namespace. Those without a colon in their name belong to {@value #DEFAULT}. */
record Namespace(String name) implements Channels {
    static final String DEFAULT = "default";

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~-]+");

    /** Whether channel names can have such a segment, and so such a namespace. */
    static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches();
    }

    @Override
    public boolean hold(String channel, CallerValues caller) {
        int colon = channel.indexOf(':');
        return colon < 0 ? name.equals(DEFAULT) : colon == name.length() && channel.startsWith(name);
    }
}
