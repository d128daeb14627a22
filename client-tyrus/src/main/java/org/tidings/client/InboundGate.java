package org.tidings.client;

import java.util.function.BooleanSupplier;

/**
 * Bounds what has been read and not yet been taken by the application: at the bound the reader waits, so that TCP and
 * then the server's outbound queue see a slow subscriber. Safe for any thread.
 */
final class InboundGate {

    private final long limitBytes;

    /** Guarded by this. */
    private long inside;

    /** Guarded by this. */
    private int waiting;

    InboundGate(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Waits for room, which is there for one entrant of any size once the gate is empty. */
    synchronized void enter(long bytes, BooleanSupplier abandoned) throws InterruptedException {
        waiting++;
        try {
            while (inside > 0 && inside + bytes > limitBytes && !abandoned.getAsBoolean()) {
                wait();
            }
            inside += bytes;
        } finally {
            waiting--;
        }
    }

    synchronized void leave(long bytes) {
        inside -= bytes;
        if (waiting > 0) {
            notifyAll();
        }
    }

    /** Has waiting readers look again whether they are abandoned. */
    synchronized void wake() {
        notifyAll();
    }

    /** Whether a reader waits: silence is then this side's doing. */
    synchronized boolean isBlocked() {
        return waiting > 0;
    }
}
