package org.tidings.testkit.peer;

import java.nio.file.Path;

/** A messaging server that takes part in a comparison; Tidings is one of them. Driven by one thread. */
public interface Peer {

    /** As it is written behind {@code --peers}. */
    String name();

    /**
     * Starts it, and returns when it takes connections. Fetches and builds what it needs on first use, and keeps that for the
     * next time.
     *
     * @param folder empty, for whatever it writes; removed when it has ended
     * @param nodes how many of its instances, joined so that what is published at one is delivered at all
     * @throws Exception where it cannot be had or does not come up: the message is what the user reads
     */
    RunningPeer start(Path folder, int nodes) throws Exception;
}
