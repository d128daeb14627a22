package org.tidings.limits;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The place of one connection among those that its instance, its user and its address may have. Taken before the upgrade, and
 * given back when the connection ends, however it does, or when it never begins: {@link #leave}, any number of times. Thread-safe.
 */
public final class Seat implements Entry {

    private enum State {
        /** Taken in a handshake; the connection is still to begin. */
        KEPT,
        OCCUPIED,
        FREE
    }

    private final Seats seats;
    private final String user;
    /** Null where connections from its address are not limited. */
    private final String network;

    private final long keptSinceNanos;
    private final AtomicReference<State> state = new AtomicReference<>(State.KEPT);

    Seat(Seats seats, String user, String network, long keptSinceNanos) {
        this.seats = seats;
        this.user = user;
        this.network = network;
        this.keptSinceNanos = keptSinceNanos;
    }

    /**
     * The connection has begun. False where the seat was given up meanwhile, because it took too long or the server did not say
     * that it upgrades, and somebody else has it. Called once.
     */
    public boolean occupy() {
        if (state.compareAndSet(State.KEPT, State.OCCUPIED)) {
            return true;
        }
        if (!seats.takeAgain(this)) {
            return false;
        }
        state.set(State.OCCUPIED);
        return true;
    }

    /** The connection has ended. */
    public void leave() {
        if (state.getAndSet(State.FREE) != State.FREE) {
            seats.free(this);
        }
    }

    /** The connection will not begin; without effect where it has. */
    public void giveUp() {
        if (state.compareAndSet(State.KEPT, State.FREE)) {
            seats.free(this);
        }
    }

    boolean isKept() {
        return state.get() == State.KEPT;
    }

    String user() {
        return user;
    }

    String network() {
        return network;
    }

    long keptSinceNanos() {
        return keptSinceNanos;
    }
}
