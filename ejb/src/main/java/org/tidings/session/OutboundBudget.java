package org.tidings.session;

import java.util.concurrent.TimeUnit;

/**
 * What all outbound queues together may hold. Nobody counts with every event: the sweeper adds up the queues, some times a second.
 *
 * <p>While it is too much the instance is tight: each queue takes a sixteenth of what it may hold, so subscriptions fall behind, and
 * are given again from history, where an event is held once for all. That helps within moments unless peers take nothing at all, or
 * so much waits that is no event; then some have to go.
 */
final class OutboundBudget {

    private static final int TIGHT_SHARE = 16;

    /** For queues to run down before anyone is ended. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long maxBytes;
    private volatile boolean tight;
    private volatile long used;
    /** Confined to the sweeper's thread. */
    private long tightSinceNanos;

    OutboundBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What a queue of this bound may hold just now. */
    int of(int maxQueuedBytes) {
        return tight ? maxQueuedBytes / TIGHT_SHARE : maxQueuedBytes;
    }

    boolean isTight() {
        return tight;
    }

    /** Bytes in all queues when they were last added up. */
    long used() {
        return used;
    }

    /** Takes note of a sum, and says how many bytes have to go at once. */
    long seen(long bytes, long now) {
        used = bytes;
        if (bytes > maxBytes && !tight) {
            tight = true;
            tightSinceNanos = now;
        } else if (bytes <= maxBytes - maxBytes / 4) {
            tight = false;
        }
        boolean patient = now - tightSinceNanos < PATIENCE_NANOS && bytes - maxBytes <= maxBytes / 4;
        return tight && !patient ? bytes - maxBytes : 0;
    }
}
