package org.tidings.client;

/** Told of every change of the connection's state, in order, on the client's callback lane. */
@FunctionalInterface
public interface StateListener {

    /** Must not block for long: events wait behind it. */
    void onState(StateChange change);
}
