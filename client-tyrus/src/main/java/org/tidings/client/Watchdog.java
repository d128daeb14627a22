package org.tidings.client;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;

/**
 * Finds connections that are dead without having been closed: asks when the server has been silent, and complains when
 * nothing comes back or a frame does not go out. Confined to the client's thread.
 */
final class Watchdog {

    /** A server's answer to a ping needs no longer; and a frame has left by then. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final long intervalMillis;
    private final long patienceMillis;
    private final LongSupplier clock;
    private final InboundGate gate;
    private long heardAtMillis;
    private long askedAtMillis;
    private long questions;

    Watchdog(long intervalMillis, LongSupplier clock, InboundGate gate) {
        this.intervalMillis = intervalMillis;
        this.patienceMillis = Math.min(PATIENCE_MILLIS, intervalMillis);
        this.clock = clock;
        this.gate = gate;
    }

    /** Anything came from the server. */
    void heard() {
        heardAtMillis = clock.getAsLong();
    }

    /** To be called every now and then. @return what is wrong with the connection */
    Optional<String> complaint(Link link) {
        long now = clock.getAsLong();
        if (gate.isBlocked()) {
            // Not the server is silent: this side does not listen.
            heardAtMillis = Math.max(heardAtMillis, now - intervalMillis);
        }
        if (link.outbox().sendingForMillis() > intervalMillis + patienceMillis) {
            return Optional.of("the server takes no frames");
        }
        long silentMillis = now - heardAtMillis;
        if (silentMillis >= intervalMillis + patienceMillis) {
            return Optional.of("the server has been silent for " + silentMillis + " ms");
        }
        if (silentMillis >= intervalMillis && now - askedAtMillis >= intervalMillis) {
            askedAtMillis = now;
            link.outbox()
                    .add(Outgoing.of(
                            Envelope.request(Action.PING).id("w" + ++questions).build()));
        }
        return Optional.empty();
    }
}
