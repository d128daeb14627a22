package org.tidings.testkit;

/** What a {@link FaultProxy} does to the bytes of one direction. */
sealed interface Passage {

    Passage FREE = new Free();
    Passage SWALLOWED = new Swallowed();

    /** At once. */
    record Free() implements Passage {}

    /** Each read after the base and a random part of the jitter, never before those read earlier. */
    record Delayed(long baseNanos, long jitterNanos) implements Passage {}

    /** So many bytes a second of each connection. */
    record Trickling(int bytesPerSecond) implements Passage {

        /** Small enough that a slow line is slow throughout, and not by fits. */
        int slice() {
            return Math.max(1, bytesPerSecond / 50);
        }

        long nanos(int bytes) {
            return bytes * 1_000_000_000L / bytesPerSecond;
        }
    }

    /** Never: they are read and forgotten. */
    record Swallowed() implements Passage {}

    default boolean swallows() {
        return this == SWALLOWED;
    }

    /** Both directions. */
    record Mode(Passage toServer, Passage toClient) {}
}
