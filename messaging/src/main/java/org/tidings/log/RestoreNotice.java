package org.tidings.log;

/**
 * What a broker that finds an older journal put in the place of its own sends to {@link LogAddresses#publish} before anything
 * else: the leader begins a new epoch with it, so that no position of what was lost is taken for one of what comes.
 */
public final class RestoreNotice {

    /** Nobody waits for an answer. */
    private static final Origin NOBODY = new Origin(0, 0);

    /** A position that no log has come to. */
    private static final LogPosition BEYOND = new LogPosition("", Long.MAX_VALUE, 0);

    private RestoreNotice() {}

    /** The record, the same for every shard. */
    public static byte[] record() {
        return PublishRecordCodec.encode(new PublishRecord.BarrierRequest(NOBODY, BEYOND));
    }
}
