package org.tidings.namespace;

import java.util.Locale;

/** What becomes of a published event. */
public enum Durability {
    /** It is in the log, on the broker's disk, before its publisher is answered; it has a position and a history. */
    DURABLE,
    /** It goes to whoever is there, once at the most, and is nowhere afterwards. */
    EPHEMERAL;

    /** As the configuration writes it. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
