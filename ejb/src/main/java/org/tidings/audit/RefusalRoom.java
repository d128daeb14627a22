package org.tidings.audit;

import java.util.concurrent.TimeUnit;

/** Room for refusals in the audit: {@value #BURST} at once, {@value #PER_SECOND} a second. Thread-safe. */
final class RefusalRoom {
    static final int BURST = 200;
    static final int PER_SECOND = 20;

    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    /** Up to when all room is used, {@link System#nanoTime()}. */
    private long usedUntil = System.nanoTime() - BURST * NANOS_EACH;

    private long passedOver;

    synchronized boolean room() {
        long now = System.nanoTime();
        usedUntil = Math.max(usedUntil, now - BURST * NANOS_EACH);
        boolean room = now - usedUntil >= NANOS_EACH;
        if (room) {
            usedUntil += NANOS_EACH;
        } else {
            passedOver++;
        }
        return room;
    }

    /** How many found no room since this was asked last. */
    synchronized long takePassedOver() {
        long count = passedOver;
        passedOver = 0;
        return count;
    }
}
