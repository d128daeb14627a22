package org.tidings.session;

import org.tidings.settings.Settings;

/**
 * How sessions are bounded and kept alive.
 *
 * @param instance the instance's name, as clients see it
 * @param maxFrameBytes longest frame in either direction, bytes of UTF-8
 * @param maxSubscriptions channels of one session
 * @param publishPerSecond publishes of one session
 * @param maxQueuedBytes outbound queue of one session; beyond it subscriptions fall behind
 * @param pingIntervalMillis silence of the peer after which it is pinged, and how often positions are announced
 * @param pongTimeoutMillis silence after a ping that ends the connection
 * @param tokenGraceMillis how long a connection outlives its token, for a new one to arrive
 * @param dedupeWindowMillis how long a publish may be sent again
 */
public record SessionSettings(
        String instance,
        int maxFrameBytes,
        int maxSubscriptions,
        int publishPerSecond,
        int maxQueuedBytes,
        long pingIntervalMillis,
        long pongTimeoutMillis,
        long tokenGraceMillis,
        long dedupeWindowMillis) {

    /** No configured frame limit may exceed this: the container cuts off longer ones before they are decoded. */
    public static final int MAX_FRAME_BYTES_CEILING = 1 << 20;

    public static SessionSettings from(Settings settings, String instance, long dedupeWindowMillis) {
        return new SessionSettings(
                instance,
                settings.getInt("tidings.max-frame-bytes", 65_536, 1_024, MAX_FRAME_BYTES_CEILING),
                settings.getInt("tidings.max-subscriptions", 1_000, 1, 1_000_000),
                settings.getInt("tidings.publish-per-second", 5_000, 1, 1_000_000),
                settings.getInt("tidings.max-queued-bytes", 1 << 20, 1 << 16, 1 << 28),
                settings.getInt("tidings.ping-interval-millis", 25_000, 100, 3_600_000),
                settings.getInt("tidings.pong-timeout-millis", 20_000, 100, 3_600_000),
                settings.getInt("tidings.token-grace-millis", 5_000, 0, 300_000),
                dedupeWindowMillis);
    }
}
