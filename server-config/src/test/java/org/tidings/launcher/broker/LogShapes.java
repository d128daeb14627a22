package org.tidings.launcher.broker;

import org.tidings.log.LogSettings;

/** Logs of the shapes that tests need: small, so that their limits are near. */
final class LogShapes {

    private static final long MIB = 1L << 20;

    /** Longer than usual: a machine that does much else besides keeps a publish waiting, and is not away. */
    private static final long UNSENT_TIMEOUT_MILLIS = 6_000;

    private LogShapes() {}

    /** Room for all that a test publishes. */
    static LogSettings shards(int shards) {
        return shape(shards, 50_000, 64 * MIB, 120_000);
    }

    /** One shard that retains few entries. */
    static LogSettings ring(int ringSize) {
        return shape(1, ringSize, 64 * MIB, 120_000);
    }

    static LogSettings shape(int shards, int ringSize, long ringBytes, long dedupeWindowMillis) {
        LogSettings standard = LogSettings.defaults();
        return new LogSettings(
                shards,
                ringSize,
                ringBytes,
                dedupeWindowMillis,
                UNSENT_TIMEOUT_MILLIS,
                standard.answerTimeoutMillis(),
                standard.maxPendingPerShard());
    }
}
