package org.tidings.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether anybody but this instance listens to a shard's live events. Each instance is heard every few seconds ({@link LiveSender}), and
 * at once when it begins; one that has been silent for longer has lost its place at the broker, and counts what it missed when it is
 * back. While nobody is there, there is nobody to send to. Thread-safe; the receiver tells, the publishers ask.
 */
final class OtherInstances {

    /** More than twice as long as an instance is silent. */
    static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(12);

    private final LongSupplier nanoTime;
    /** Until when there may be some, as far as was heard. */
    private volatile long mayBeUntil;

    private volatile boolean listening;

    OtherInstances(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** From now on they would be heard. */
    void listening() {
        heard();
        listening = true;
    }

    /** Nothing is heard any more, whoever is there. */
    void deaf() {
        listening = false;
    }

    void heard() {
        mayBeUntil = nanoTime.getAsLong() + SILENT_NANOS;
    }

    boolean mayBeThere() {
        return !listening || nanoTime.getAsLong() - mayBeUntil < 0;
    }
}
