package org.tidings.testkit.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what a scenario must count when it does not come, where a test would fail. */
final class Patience {

    private static final long POLL_NANOS = 10_000_000;

    private Patience() {}

    /** Whether the condition came to hold in time. */
    static boolean within(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Lets time pass in which something is measured. */
    static void pass(Duration time) {
        within(time, () -> false);
    }
}
