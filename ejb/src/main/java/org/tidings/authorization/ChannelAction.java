package org.tidings.authorization;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a caller may do with a channel. */
public enum ChannelAction {
    /** Hear what is published from now on. */
    SUBSCRIBE,
    PUBLISH,
    /** Read what was published before. */
    HISTORY,
    /** See who else is there. */
    PRESENCE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** As rules and requests write it. */
    public String wireName() {
        return wireName;
    }

    /** The action of that name, or null. */
    public static ChannelAction of(String wireName) {
        return Arrays.stream(values())
                .filter(action -> action.wireName.equals(wireName))
                .findFirst()
                .orElse(null);
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(ChannelAction::wireName).toList();
    }
}
