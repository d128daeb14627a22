package org.tidings.testkit.compare;

import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.peer.Dialect;
import org.tidings.testkit.peer.RunningPeer;
import org.tidings.testkit.peer.Tidings;

/**
 * Who takes a turn: a peer that runs, spoken with in one way, and the load on it.
 *
 * @param name in tables; one peer may take part several times, spoken with differently
 */
record Contestant(String name, RunningPeer peer, Generator generator) implements AutoCloseable {

    Contestant(String name, RunningPeer peer, Dialect dialect) {
        this(name, peer, new Generator(peer, dialect));
    }

    boolean isTidings() {
        return peer instanceof Tidings.Running;
    }

    @Override
    public void close() {
        generator.close();
    }
}
