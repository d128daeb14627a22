package org.tidings.launcher.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tidings.settings.Settings;

/**
 * Decides whose connection is cut off: whoever lets the server wait for too long, and, where too many do so at once, those who have
 * done so for longest. Who asks quickly is never among them.
 *
 * @param limitNanos for a request's head, and again for its body; twice as long for taking an answer
 * @param maxWaiting connections that may wait for a request's head
 */
record Patience(long limitNanos, int maxWaiting) {

    /** Slow bodies and slow readers hold one of the server's 200 threads each; handshakes need the same, and with TLS WebSockets do. */
    static final int MAX_HOLDING_THREADS = 64;

    /** Within so long a peer at the end of a bad line has sent 4 KiB: it does not count among the slow. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int ANSWER_FACTOR = 2;

    static Patience of(Settings settings) {
        return new Patience(
                TimeUnit.MILLISECONDS.toNanos(
                        settings.getInt("tidings.handshake-timeout-millis", 10_000, 1_000, 300_000)),
                settings.getInt("tidings.max-waiting-connections", 4_096, 10, 1_000_000));
    }

    /** Why a connection is cut off: the tag of the meter. */
    enum Reason {
        SLOW_HEAD("slow-handshake"),
        SLOW_BODY("slow-body"),
        SLOW_READER("slow-reader"),
        CROWDED("crowded");

        private final String tag;

        Reason(String tag) {
            this.tag = tag;
        }

        String tag() {
            return tag;
        }
    }

    /** A connection as it stands. */
    record Waiting<C>(C connection, PeerWait.Phase phase, long waitedNanos, long unreadNanos) {

        private boolean holdsThread() {
            return phase == PeerWait.Phase.BODY && waitedNanos > SLOW_NANOS || unreadNanos > SLOW_NANOS;
        }
    }

    record Cut<C>(C connection, Reason reason) {}

    /** Those to be cut off now. */
    <C> List<Cut<C>> judge(Collection<Waiting<C>> all) {
        List<Cut<C>> cuts = new ArrayList<>();
        List<Waiting<C>> heads = new ArrayList<>();
        List<Waiting<C>> holding = new ArrayList<>();
        for (Waiting<C> one : all) {
            Reason late = late(one);
            if (late != null) {
                cuts.add(new Cut<>(one.connection(), late));
            } else if (one.phase() == PeerWait.Phase.HEAD) {
                heads.add(one);
            } else if (one.holdsThread()) {
                holding.add(one);
            }
        }
        crowd(heads, maxWaiting, Comparator.comparingLong(Waiting::waitedNanos), cuts);
        crowd(
                holding,
                MAX_HOLDING_THREADS,
                Comparator.comparingLong(one -> Math.max(one.waitedNanos(), one.unreadNanos())),
                cuts);
        return cuts;
    }

    private Reason late(Waiting<?> one) {
        if (one.waitedNanos() > limitNanos) {
            return one.phase() == PeerWait.Phase.BODY ? Reason.SLOW_BODY : Reason.SLOW_HEAD;
        }
        return one.unreadNanos() > ANSWER_FACTOR * limitNanos ? Reason.SLOW_READER : null;
    }

    private static <C> void crowd(List<Waiting<C>> some, int max, Comparator<Waiting<C>> byTime, List<Cut<C>> cuts) {
        if (some.size() > max) {
            some.sort(byTime.reversed());
            some.subList(0, some.size() - max).forEach(one -> cuts.add(new Cut<>(one.connection(), Reason.CROWDED)));
        }
    }
}
