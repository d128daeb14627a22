package org.tidings.session;

import java.util.concurrent.TimeUnit;

/**
 * How often what happens on every session.
 *
 * @param tokenGraceMillis how long a connection outlives its token
 */
record SessionPace(long pingIntervalNanos, long pongTimeoutNanos, long tokenGraceMillis) {

    /**
     * Silence after which a newcomer is pinged that has not said anything yet. Of one that vanishes right behind its handshake a
     * container may hear nothing, and the session would stand in the way of the next one of that user.
     */
    private static final long NEWCOMER_NANOS = TimeUnit.SECONDS.toNanos(2);

    static SessionPace of(SessionSettings settings) {
        return new SessionPace(
                TimeUnit.MILLISECONDS.toNanos(settings.pingIntervalMillis()),
                TimeUnit.MILLISECONDS.toNanos(settings.pongTimeoutMillis()),
                settings.tokenGraceMillis());
    }

    /**
     * A fifth less than what clients are told, and up to a tenth of that sooner: one that takes a longer silence for the server's end
     * must not do so because a ping was late.
     *
     * @param phase a session's own place in the interval, from 0 to 1
     */
    long pingAfterNanos(float phase) {
        long latest = pingIntervalNanos - pingIntervalNanos / 5;
        return latest - (long) (latest / 10 * phase);
    }

    /** When a newcomer counts as heard of last. */
    long newcomerHeard(float phase, long now) {
        return now - Math.max(0, pingAfterNanos(phase) - NEWCOMER_NANOS);
    }

    /** Within the second half of the first interval. */
    long firstPosition(float phase, long now) {
        return now + pingIntervalNanos - (long) (pingIntervalNanos / 2 * phase);
    }
}
