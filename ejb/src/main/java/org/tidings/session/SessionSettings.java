package org.tidings.session;

import org.tidings.settings.Settings;

/**
 * How sessions are bounded and kept alive.
 *
 * @param instance the instance's name, as clients see it
 * @param maxFrameBytes longest frame in either direction, bytes of UTF-8
 * @param maxQueuedBytes outbound queue of one session; beyond it subscriptions fall behind
 * @param maxQueuedBytesOfAll outbound queues of all sessions together; beyond it each may hold little
 * @param pingIntervalMillis the peer hears something at least so often: it is pinged after four fifths of that in silence; and
 *     how often positions are announced
 * @param pongTimeoutMillis silence after a ping that ends the connection
 * @param tokenGraceMillis how long a connection outlives its token, for a new one to arrive
 * @param dedupeWindowMillis how long a publish may be sent again
 * @param flushWindowMillis how long what is to be written may at most be kept back under load, so that more of it goes out together
 */
public record SessionSettings(
        String instance,
        int maxFrameBytes,
        int maxQueuedBytes,
        long maxQueuedBytesOfAll,
        long pingIntervalMillis,
        long pongTimeoutMillis,
        long tokenGraceMillis,
        long dedupeWindowMillis,
        int flushWindowMillis) {

    /** No configured frame limit may exceed this: the container cuts off longer ones before they are decoded. */
    public static final int MAX_FRAME_BYTES_CEILING = 1 << 20;

    public static SessionSettings from(Settings settings, String instance, long dedupeWindowMillis) {
        return new SessionSettings(
                instance,
                settings.getInt("tidings.max-frame-bytes", 65_536, 1_024, MAX_FRAME_BYTES_CEILING),
                settings.getInt("tidings.max-queued-bytes", 1 << 20, 1 << 16, 1 << 28),
                settings.getLong(
                        "tidings.max-queued-bytes-of-all", Runtime.getRuntime().maxMemory() / 4, 1 << 20, 1L << 40),
                settings.getInt("tidings.ping-interval-millis", 25_000, 100, 3_600_000),
                settings.getInt("tidings.pong-timeout-millis", 8_000, 100, 3_600_000),
                settings.getInt("tidings.token-grace-millis", 5_000, 0, 300_000),
                dedupeWindowMillis,
                settings.getInt("tidings.flush-window-millis", 5, 0, 100));
    }
}
