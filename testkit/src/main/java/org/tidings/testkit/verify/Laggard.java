package org.tidings.testkit.verify;

import org.tidings.testkit.FaultProxy;

/**
 * A client that only reads, and can be cut off alone.
 *
 * @param link between it and its instance
 */
record Laggard(Party party, FaultProxy link) implements AutoCloseable {

    /** What the log of a shard retains where there is one: a few seconds of a run. */
    static final int RING = 300;

    @Override
    public void close() {
        party.close();
        link.close();
    }
}
