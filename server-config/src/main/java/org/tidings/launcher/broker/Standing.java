package org.tidings.launcher.broker;

import java.lang.System.Logger.Level;

/** How one of a pair of brokers stands to the other. */
enum Standing {
    /** Not live, and not able to be: the other one is awaited, or its journal is being copied. */
    WAITING(Level.WARNING, "not live, and has not everything yet: it cannot take over"),
    /** Has all that is acknowledged, and takes over when the live one is lost. */
    IN_SYNC(Level.INFO, "follows, and has everything: it can take over"),
    /** Live, and the other one has nothing or not everything. */
    ALONE(Level.WARNING, "live, alone: what is acknowledged lies here only"),
    /** Live, and the other one has all that is acknowledged. */
    LIVE(Level.INFO, "live, and the other one has everything"),
    /** Stopped by itself. */
    ENDED(Level.ERROR, "ended by itself");

    private final Level level;
    private final String description;

    Standing(Level level, String description) {
        this.level = level;
        this.description = description;
    }

    Level level() {
        return level;
    }

    /** In the words of the log and of standard output. */
    String description() {
        return description;
    }
}
