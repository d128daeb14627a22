package org.tidings.testkit.peer;

import java.util.List;

/** A peer that takes connections on 127.0.0.1. Driven by one thread. */
public interface RunningPeer extends AutoCloseable {

    /**
     * Where clients connect.
     *
     * @param node from 0
     */
    int port(int node);

    /** Whose processor time and memory are the server's: those of a broker or a Redis behind it too. */
    List<ProcessHandle> processes();

    /** How to speak with it. */
    Dialect dialect();

    /** Ends all its processes, and returns when they have ended. */
    @Override
    void close();
}
