package org.tidings.namespace;

import java.util.Locale;

/** What others may learn about who subscribes to a channel. */
public enum PresenceMode {
    OFF,
    /** How many. */
    COUNT,
    /** Who, and how many connections of each. */
    MEMBERS;

    /** As the configuration writes it. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
