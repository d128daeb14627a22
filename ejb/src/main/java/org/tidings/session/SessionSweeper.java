package org.tidings.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.tidings.envelope.CloseCode;

/**
 * Keeps the time of all sessions, and looks how much waits to be sent in all, on a thread of its own. A session for which nothing is
 * due costs nothing but that look.
 */
final class SessionSweeper {

    private static final Logger LOG = System.getLogger(SessionSweeper.class.getName());

    private static final long TICK_MILLIS = 25;
    /** A machine, process or collector that held the sweeper up for so long has held up what peers sent too. */
    private static final long STOOD_STILL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A wall clock that was set by so much may have moved the ends of tokens. */
    private static final long CLOCK_WAS_SET_MILLIS = 500;

    private static final long RECKON_AT_MOST_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RECKON_AT_LEAST_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Of the time until the queues are added up again, for each of them: a thousandth of that is spent on it. */
    private static final long RECKON_PER_SESSION_NANOS = 25_000;

    private final TimerWheel wheel;
    private final Collection<Session> sessions;
    private final BiConsumer<Session, CloseCode> cutOff;
    private final LongConsumer queued;
    private final Farewells farewells;
    private volatile boolean stopped;
    private long swept;
    private long reckonNanos;
    /** Of the wall clock and the other. */
    private long offsetMillis;

    /**
     * @param sessions those of the moment
     * @param cutOff ends one at once that does not end by itself; must not block
     * @param queued is told now and then how many bytes wait to be sent, for all together
     * @param farewells looked at as often
     */
    SessionSweeper(
            Collection<Session> sessions,
            BiConsumer<Session, CloseCode> cutOff,
            LongConsumer queued,
            Farewells farewells,
            long now,
            long nowMillis) {
        this.wheel = new TimerWheel(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS), now);
        this.sessions = sessions;
        this.cutOff = cutOff;
        this.queued = queued;
        this.farewells = farewells;
        this.swept = now;
        this.reckonNanos = now;
        this.offsetMillis = offset(now, nowMillis);
    }

    TimerWheel wheel() {
        return wheel;
    }

    /** Until it is stopped. */
    void run() {
        swept = System.nanoTime();
        while (!stopped) {
            lookOn();
            synchronized (this) {
                try {
                    wait(TICK_MILLIS);
                } catch (InterruptedException e) {
                    // The container ends its threads.
                    return;
                }
            }
        }
    }

    /** A fault that one session brings about must not be the end of everybody's time. */
    private void lookOn() {
        try {
            look(System.nanoTime(), System.currentTimeMillis());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the time of all sessions goes on after a fault of the server", e);
        }
    }

    /** Does not wait. */
    void stop() {
        stopped = true;
    }

    /** Time has come this far. */
    void look(long now, long nowMillis) {
        long still = now - swept;
        swept = now;
        if (still > STOOD_STILL_NANOS) {
            sessions.forEach(session -> session.clock().stoodStill(still));
        }
        long offset = offset(now, nowMillis);
        if (Math.abs(offset - offsetMillis) > CLOCK_WAS_SET_MILLIS) {
            offsetMillis = offset;
            sessions.forEach(session -> wheel.by(session.clock(), now));
        }
        wheel.advance(now, timer -> tick((SessionClock) timer, now, nowMillis));
        if (now - reckonNanos >= 0) {
            reckon(now);
        }
    }

    private void tick(SessionClock clock, long now, long nowMillis) {
        Session session = clock.session();
        try {
            CloseCode cut = clock.toldOf(now, nowMillis);
            if (cut != null) {
                cutOff.accept(session, cut);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "session " + session.id() + ": ended after a fault of the server", e);
            end(session);
        }
    }

    private static void end(Session session) {
        try {
            session.close(CloseCode.INTERNAL, 0);
            session.clock().soon();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "and could not be ended", e);
        }
    }

    private void reckon(long now) {
        long bytes = 0;
        long count = 0;
        for (Session session : sessions) {
            bytes += session.outlet().queuedBytes();
            count++;
        }
        reckonNanos = now
                + Math.max(
                        RECKON_AT_MOST_EVERY_NANOS,
                        Math.min(RECKON_AT_LEAST_EVERY_NANOS, count * RECKON_PER_SESSION_NANOS));
        farewells.look(now);
        queued.accept(bytes);
    }

    private static long offset(long now, long nowMillis) {
        return nowMillis - TimeUnit.NANOSECONDS.toMillis(now);
    }
}
