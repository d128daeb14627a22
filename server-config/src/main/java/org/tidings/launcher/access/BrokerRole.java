package org.tidings.launcher.access;

import java.util.Locale;

/** What a user of the broker may do. The rights of each are the broker's to know, under the role's name. */
public enum BrokerRole {
    /** Everything that an instance of Tidings needs. */
    INSTANCE,
    /** Sends to {@code publish.#}, reads {@code out.#}. */
    APPLICATION,
    /** Sends to {@code control}: revokes, pardons, disconnects. */
    CONTROL,
    /** Answers questions about rights: reads {@code authorize}, sends to where answers are awaited. */
    AUTHORIZER,
    /** Reads the audit records in {@code audit}. */
    AUDITOR,
    /** Looks at queues, empties the dead letters, uses the broker's management. */
    OPERATOR;

    /** As the broker knows it, and as a stock Artemis is told it. */
    public String roleName() {
        return "tidings-" + name().toLowerCase(Locale.ROOT);
    }
}
