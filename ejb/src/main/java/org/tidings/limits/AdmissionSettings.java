package org.tidings.limits;

import org.tidings.settings.Settings;

/**
 * Who may come, how often, and how many at a time.
 *
 * @param maxConnections of this instance
 * @param maxConnectionsPerUser of one user at this instance
 * @param maxConnectionsPerAddress from one address at this instance
 * @param handshakesPerSecond of this instance, and the burst
 * @param handshakesPerSecondPerAddress handshakes and API calls of one address; ten seconds' worth at once
 * @param apiCallsPerSecondPerUser of one user at this instance; ten seconds' worth at once
 * @param ticketsPerMinute of one user at this instance, and the burst
 * @param controlFramesPerMinute pings, pongs and empty fragments of one connection
 */
public record AdmissionSettings(
        int maxConnections,
        int maxConnectionsPerUser,
        int maxConnectionsPerAddress,
        int handshakesPerSecond,
        int handshakesPerSecondPerAddress,
        int apiCallsPerSecondPerUser,
        int ticketsPerMinute,
        int controlFramesPerMinute) {

    private static final int MANY = 1_000_000;

    public static AdmissionSettings from(Settings settings) {
        return new AdmissionSettings(
                settings.getInt("tidings.max-connections", 10_000, 1, MANY),
                settings.getInt("tidings.max-connections-per-user", 100, 1, MANY),
                settings.getInt("tidings.max-connections-per-address", 500, 1, MANY),
                settings.getInt("tidings.handshakes-per-second", 2_000, 1, MANY),
                settings.getInt("tidings.handshakes-per-second-per-address", 20, 1, MANY),
                settings.getInt("tidings.api-calls-per-second-per-user", 20, 1, MANY),
                settings.getInt("tidings.tickets-per-minute", 120, 1, MANY),
                settings.getInt("tidings.control-frames-per-minute", 600, 1, MANY));
    }
}
