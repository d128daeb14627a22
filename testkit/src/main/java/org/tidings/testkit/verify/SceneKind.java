package org.tidings.testkit.verify;

import java.util.Map;

/** The shapes of cluster that a run needs, each with the faults that can happen only there. */
enum SceneKind {
    PLAIN("instances and one broker", Map.of()),
    CRAMPED(
            "a broker on a small disk, with a short log",
            Map.of("tidings.log.ring-size", Integer.toString(Laggard.RING))),
    PAIR("a pair of brokers", Map.of());

    private final String label;
    private final Map<String, String> settings;

    SceneKind(String label, Map<String, String> settings) {
        this.label = label;
        this.settings = settings;
    }

    String label() {
        return label;
    }

    /** Of the configuration, for instances and brokers alike, beside those of every scene. */
    Map<String, String> settings() {
        return settings;
    }

    /**
     * So many entries a shard's log retains at the least: no gap may be told within them. By default 50,000 by count, by
     * bytes fewer; less what is on its way when a gap is told.
     */
    long retained() {
        return this == CRAMPED ? Laggard.RING - 100 : 30_000;
    }
}
