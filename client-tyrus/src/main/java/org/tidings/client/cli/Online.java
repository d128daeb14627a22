package org.tidings.client.cli;

import org.tidings.client.StateChange;

/** Lets a thread wait until there is a connection, or never will be. Safe for any thread. */
final class Online {

    /** Guarded by this. */
    private boolean waiting = true;

    synchronized void onState(StateChange change) {
        waiting = switch (change.to()) {
            case RECOVERING, CONNECTED, CLOSED -> false;
            case IDLE, CONNECTING, WAITING -> true;
        };
        notifyAll();
    }

    synchronized void await() throws InterruptedException {
        while (waiting) {
            wait();
        }
    }
}
