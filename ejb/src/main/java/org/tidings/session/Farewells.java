package org.tidings.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Connections that outlive their sessions, since what was written to them, a close frame at least, goes out first. A peer that reads
 * nothing would keep its socket here for as long as it likes, and be counted nowhere any more: after some seconds it is cut off.
 *
 * <p>{@link #of} on any thread, {@link #look} on the sweeper's.
 */
final class Farewells {

    /** For what a slow peer has yet to read: one frame of messages at most, and the close frame. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Queue<Farewell> under = new ConcurrentLinkedQueue<>();

    private record Farewell(Transport transport, long beganNanos) {}

    /** A session has ended. */
    void of(Transport transport, long now) {
        if (transport.lingers()) {
            under.add(new Farewell(transport, now));
        }
    }

    /** Time has come this far. */
    void look(long now) {
        under.removeIf(farewell -> isOver(farewell, now));
    }

    private static boolean isOver(Farewell farewell, long now) {
        Transport transport = farewell.transport();
        if (!transport.lingers()) {
            return true;
        }
        if (now - farewell.beganNanos() < PATIENCE_NANOS) {
            return false;
        }
        transport.cut();
        return true;
    }
}
