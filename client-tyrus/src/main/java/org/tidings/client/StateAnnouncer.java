package org.tidings.client;

import java.util.Optional;
import java.util.concurrent.Executor;

/** Holds the connection's state and tells of its changes. Written on the client's thread, read on any. */
final class StateAnnouncer {

    private final StateListener listener;
    private final Executor callbacks;
    private volatile ConnectionState current = ConnectionState.IDLE;

    StateAnnouncer(StateListener listener, Executor callbacks) {
        this.listener = listener;
        this.callbacks = callbacks;
    }

    ConnectionState current() {
        return current;
    }

    void enter(ConnectionState state, String reason) {
        announce(state, reason, 0, null);
    }

    void waiting(String reason, long retryInMillis) {
        announce(ConnectionState.WAITING, reason, retryInMillis, null);
    }

    /** @param failure null if the application closed the client */
    void closed(String reason, TidingsException failure) {
        announce(ConnectionState.CLOSED, reason, 0, failure);
    }

    private void announce(ConnectionState state, String reason, long retryInMillis, TidingsException failure) {
        StateChange change = new StateChange(current, state, reason, retryInMillis, Optional.ofNullable(failure));
        current = state;
        callbacks.execute(() -> listener.onState(change));
    }
}
