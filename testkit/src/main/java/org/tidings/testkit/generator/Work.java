package org.tidings.testkit.generator;

/** Something that a {@link Loop} does again and again beside its connections. */
@FunctionalInterface
interface Work {

    /** Whatever the work waits for will be told by a connection, or by time within a tenth of a second. */
    long IDLE = 100_000_000L;

    /** Does what is due: after how many nanoseconds it wants to be called again, at the latest. */
    long run();
}
