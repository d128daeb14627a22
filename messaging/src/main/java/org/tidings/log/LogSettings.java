package org.tidings.log;

/**
 * How one log is laid out and bounded. Every instance and every broker of one system must agree.
 *
 * @param shards fixed when the log is created; an instance configured otherwise refuses to start
 * @param ringSize entries retained per shard
 * @param ringBytes bytes retained per shard, entry overhead included
 * @param dedupeWindowMillis how long a messageId is remembered
 * @param unsentTimeoutMillis how long a publish waits for a connection to the broker before it fails as unavailable
 * @param answerTimeoutMillis how long a publish waits for its answer before its outcome is unknown
 * @param maxPendingPerShard publishes in flight per shard in this instance; more are refused
 */
public record LogSettings(
        int shards,
        int ringSize,
        long ringBytes,
        long dedupeWindowMillis,
        long unsentTimeoutMillis,
        long answerTimeoutMillis,
        int maxPendingPerShard) {

    public static final int DEFAULT_SHARDS = 4;
    public static final int DEFAULT_RING_SIZE = 50_000;
    public static final long DEFAULT_RING_BYTES = 64L << 20;
    public static final long DEFAULT_DEDUPE_WINDOW_MILLIS = 120_000;

    /** Bytes that the broker keeps for an entry beside its body: properties, references, journal records. */
    public static final int ENTRY_OVERHEAD_BYTES = 1024;

    /** How long the broker keeps what the leader remembers beside the log: longer than anybody may ask for it. */
    long dedupeRecordMillis() {
        return 2 * dedupeWindowMillis;
    }

    /** The same but for how much there is room for. */
    public LogSettings laidOut(int otherShards, int otherRingSize, long otherRingBytes) {
        return new LogSettings(
                otherShards,
                otherRingSize,
                otherRingBytes,
                dedupeWindowMillis,
                unsentTimeoutMillis,
                answerTimeoutMillis,
                maxPendingPerShard);
    }

    public static LogSettings defaults() {
        return new LogSettings(
                DEFAULT_SHARDS,
                DEFAULT_RING_SIZE,
                DEFAULT_RING_BYTES,
                DEFAULT_DEDUPE_WINDOW_MILLIS,
                1_500,
                12_000,
                2_000);
    }
}
