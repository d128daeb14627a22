package org.tidings.session;

import java.util.concurrent.TimeUnit;
import org.tidings.authentication.Caller;
import org.tidings.envelope.Action;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Expiring;

/**
 * One session's time: pings, heartbeats, positions, the token's end, the bound on closing.
 *
 * <p>{@link #tick} and {@link #stoodStill} on the sweeper's thread alone; what other threads set is volatile.
 */
final class SessionClock {

    /** How long before its token's end a client is told. */
    private static final long EXPIRING_MILLIS = 60_000;

    private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * Silence after which a newcomer is pinged that has not said anything yet. Of one that vanishes right behind its handshake a
     * container may hear nothing, and the session would stand in the way of the next one of that user.
     */
    private static final long NEWCOMER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Session session;
    private final long pingIntervalNanos;
    /**
     * A fifth less than what clients are told: one that takes a longer silence for the server's end must not do so because a ping
     * was late.
     */
    private final long pingAfterNanos;

    private final long pongTimeoutNanos;
    private final long tokenGraceMillis;
    private volatile long heardNanos;
    /** 0 for no heartbeats. */
    private volatile long heartbeatNanos;

    private volatile long nextHeartbeat;
    /** 0 until the session is closing. */
    private volatile long closingSince;
    /** 0 while no ping waits for an answer. */
    private long pingedNanos;

    private long nextPosition;
    /** The end of the token that the client was last warned of, milliseconds since 1970. */
    private long toldExpiringMillis;

    SessionClock(Session session, SessionSettings settings, long now) {
        this.session = session;
        this.pingIntervalNanos = TimeUnit.MILLISECONDS.toNanos(settings.pingIntervalMillis());
        this.pingAfterNanos = pingIntervalNanos - pingIntervalNanos / 5;
        this.pongTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(settings.pongTimeoutMillis());
        this.tokenGraceMillis = settings.tokenGraceMillis();
        this.heardNanos = now - Math.max(0, pingAfterNanos - NEWCOMER_NANOS);
        this.nextPosition = now + pingIntervalNanos;
    }

    void heard(long now) {
        heardNanos = now;
    }

    void heartbeatEvery(long millis, long now) {
        long every = TimeUnit.MILLISECONDS.toNanos(millis);
        nextHeartbeat = now + every;
        heartbeatNanos = every;
    }

    /** The server itself stood still for so long: what the peer sent meanwhile is still to be read. */
    void stoodStill(long nanos) {
        if (pingedNanos != 0 && heardNanos - pingedNanos <= 0) {
            pingedNanos += nanos;
        }
    }

    void closing(long now) {
        closingSince = now;
    }

    /** What is due now; a code if the connection must be cut off, which may block and so is the caller's to do. */
    CloseCode tick(long now, long nowMillis) {
        if (closingSince != 0) {
            return now - closingSince > CLOSE_TIMEOUT_NANOS ? CloseCode.GOING_AWAY : null;
        }
        Caller caller = session.caller();
        if (caller.acceptedUntil().toEpochMilli() + tokenGraceMillis <= nowMillis) {
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
            nextPosition = now + pingIntervalNanos;
            session.announcePositions();
        }
        return ping(now);
    }

    private CloseCode ping(long now) {
        if (pingedNanos != 0 && heardNanos - pingedNanos > 0) {
            pingedNanos = 0;
        }
        if (pingedNanos == 0) {
            if (now - heardNanos >= pingAfterNanos) {
                pingedNanos = now;
                session.pinged();
                session.writer().ping();
            }
            return null;
        }
        return now - pingedNanos >= pongTimeoutNanos ? CloseCode.GOING_AWAY : null;
    }
}
