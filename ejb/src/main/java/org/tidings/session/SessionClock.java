package org.tidings.session;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidings.authentication.Caller;
import org.tidings.envelope.Action;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Expiring;

/**
 * One session's time: pings, heartbeats, positions, the token's end, the bound on closing. It is a timer of the wheel, set to the first
 * of these; what moves a time away, as hearing of the peer does with every frame, leaves it alone, and is found out when it comes.
 *
 * <p>{@link #tick} and {@link #stoodStill} on the sweeper's thread alone; what other threads set is volatile.
 */
final class SessionClock extends TimerWheel.Timer {

    /** How long before its token's end a client is told. */
    private static final long EXPIRING_MILLIS = 60_000;

    private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Session session;
    private final TimerWheel wheel;
    private final SessionPace pace;
    /**
     * Thousands may connect in the same second: each has its own place in the interval, from 0 to 1, so that they are not all pinged
     * and told their positions in the same second for ever.
     */
    private final float phase = ThreadLocalRandom.current().nextFloat();

    private volatile long heardNanos;
    /** 0 for no heartbeats. */
    private volatile long heartbeatNanos;

    private volatile long nextHeartbeat;
    /** 0 until the session is closing. */
    private volatile long closingSince;
    /** 0 while no ping waits for an answer. */
    private long pingedNanos;
    /** Pings that no pong has answered yet: hearing anything else ends the wait, and the pong is still to come. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private long nextPosition;
    /** The end of the token that the client was last warned of, milliseconds since 1970. */
    private long toldExpiringMillis;

    SessionClock(Session session, TimerWheel wheel, SessionPace pace, long now) {
        this.session = session;
        this.wheel = wheel;
        this.pace = pace;
        this.heardNanos = pace.newcomerHeard(phase, now);
        this.nextPosition = pace.firstPosition(phase, now);
    }

    /** From now on it is told of. */
    void begin() {
        long now = System.nanoTime();
        wheel.by(this, next(now, System.currentTimeMillis()));
    }

    /** The session has ended: nothing is due any more. */
    void end() {
        wheel.end(this);
    }

    void heard(long now) {
        heardNanos = now;
    }

    /** A pong came. False where it answers no ping. */
    boolean answered() {
        return unanswered.getAndUpdate(pings -> Math.max(0, pings - 1)) > 0;
    }

    /** Whether a ping has not been answered. */
    boolean isPinged() {
        return unanswered.get() > 0;
    }

    /** Something else may be due from now on. */
    void soon() {
        wheel.by(this, System.nanoTime());
    }

    void heartbeatEvery(long millis, long now) {
        long every = TimeUnit.MILLISECONDS.toNanos(millis);
        nextHeartbeat = now + every;
        heartbeatNanos = every;
        wheel.by(this, now + every);
    }

    /** The server itself stood still for so long: what the peer sent meanwhile is still to be read. */
    void stoodStill(long nanos) {
        if (pingedNanos != 0 && heardNanos - pingedNanos <= 0) {
            pingedNanos += nanos;
        }
    }

    void closing(long now) {
        closingSince = now;
        wheel.by(this, now + CLOSE_TIMEOUT_NANOS);
    }

    Session session() {
        return session;
    }

    /** Does what is due now, and sets itself to what is due next. As {@link #tick}. */
    CloseCode toldOf(long now, long nowMillis) {
        CloseCode cut = tick(now, nowMillis);
        if (cut == null) {
            wheel.by(this, next(now, nowMillis));
        }
        return cut;
    }

    /** What is due now; a code if the connection must be cut off, which may block and so is the caller's to do. */
    CloseCode tick(long now, long nowMillis) {
        if (closingSince != 0) {
            return now - closingSince >= CLOSE_TIMEOUT_NANOS ? CloseCode.GOING_AWAY : null;
        }
        Caller caller = session.caller();
        if (caller.acceptedUntil().toEpochMilli() + pace.tokenGraceMillis() <= nowMillis) {
            session.close(CloseCode.TOKEN_EXPIRED, 0);
            return null;
        }
        long expiresAtMillis = caller.expiresAt().toEpochMilli();
        if (toldExpiringMillis != expiresAtMillis && expiresAtMillis - nowMillis <= EXPIRING_MILLIS) {
            toldExpiringMillis = expiresAtMillis;
            session.send(Envelope.event(Action.EXPIRING)
                    .payload(new Expiring(expiresAtMillis))
                    .build());
        }
        if (heartbeatNanos != 0 && now - nextHeartbeat >= 0) {
            nextHeartbeat = now + heartbeatNanos;
            session.send(Envelope.event(Action.HEARTBEAT).build());
        }
        if (now - nextPosition >= 0) {
            nextPosition = now + pace.pingIntervalNanos();
            session.subscriptions().announcePositions(session.outlet());
        }
        return ping(now);
    }

    private CloseCode ping(long now) {
        if (pingedNanos != 0 && heardNanos - pingedNanos > 0) {
            pingedNanos = 0;
        }
        if (pingedNanos == 0) {
            if (now - heardNanos >= pace.pingAfterNanos(phase)) {
                pingedNanos = now;
                unanswered.incrementAndGet();
                session.outlet().ping();
            }
            return null;
        }
        return now - pingedNanos >= pace.pongTimeoutNanos() ? CloseCode.GOING_AWAY : null;
    }

    /** The first of all times that {@link #tick} looks at. */
    private long next(long now, long nowMillis) {
        if (closingSince != 0) {
            return closingSince + CLOSE_TIMEOUT_NANOS;
        }
        long wait = nextPosition - now;
        wait = Math.min(
                wait,
                pingedNanos == 0
                        ? heardNanos + pace.pingAfterNanos(phase) - now
                        : pingedNanos + pace.pongTimeoutNanos() - now);
        if (heartbeatNanos != 0) {
            wait = Math.min(wait, nextHeartbeat - now);
        }
        Caller caller = session.caller();
        long expiresAtMillis = caller.expiresAt().toEpochMilli();
        long tokenMillis = toldExpiringMillis == expiresAtMillis
                ? caller.acceptedUntil().toEpochMilli() + pace.tokenGraceMillis()
                : expiresAtMillis - EXPIRING_MILLIS;
        // Far ends would not fit: until then there are other times to look again.
        return Math.min(wait, TimeUnit.MILLISECONDS.toNanos(Math.max(0, tokenMillis - nowMillis))) + now;
    }
}
