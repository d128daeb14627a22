package org.tidings.testkit.peer;

/** Peers whose nodes would not know of each other. */
final class Alone {

    private Alone() {}

    static void check(Peer peer, int nodes) throws PeerUnavailable {
        if (nodes != 1) {
            throw new PeerUnavailable(peer.name() + " is compared as one process: what is published at one of " + nodes
                    + " would not be delivered at the others");
        }
    }
}
