package org.tidings.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition, never for a time. */
public final class Await {

    /** Long enough for what takes milliseconds on a quiet machine: a test that passes never waits this long. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long POLL_NANOS = 10_000_000;

    private Await() {}

    /** Waits until the condition holds, or fails with the message. */
    public static void await(BooleanSupplier condition, String message) {
        await(PATIENCE, condition, () -> message);
    }

    /** As {@link #await(BooleanSupplier, String)}, with a patience of its own and a message made at its end. */
    public static void await(Duration patience, BooleanSupplier condition, Supplier<String> message) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain: " + message.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.interrupted()) {
                throw new AssertionError("interrupted while waiting: " + message.get());
            }
        }
    }
}
