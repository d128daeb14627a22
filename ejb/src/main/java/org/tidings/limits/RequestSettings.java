package org.tidings.limits;

import org.tidings.settings.Settings;

/**
 * What one connection, and one user with all of his, may ask for.
 *
 * @param publishPerSecond of one connection, and the burst
 * @param publishPerSecondPerUser of one user at all instances together, and the burst
 * @param requestsPerSecond what is neither publish nor ping, of one connection; at once as many as it may have subscriptions
 * @param pingsPerMinute requests ping and heartbeat, and pongs that answer no ping; of one connection, and the burst
 * @param tokensPerMinute further tokens of one connection, and the burst
 * @param maxPendingRequests of one connection without an answer
 * @param maxSubscriptions of one connection
 * @param maxPatterns how many of those may be to patterns: each is looked at for all events of its namespace
 * @param maxRefusalsPerMinute by any of these before the connection ends
 */
public record RequestSettings(
        int publishPerSecond,
        int publishPerSecondPerUser,
        int requestsPerSecond,
        int pingsPerMinute,
        int tokensPerMinute,
        int maxPendingRequests,
        int maxSubscriptions,
        int maxPatterns,
        int maxRefusalsPerMinute) {

    private static final int MANY = 1_000_000;

    public static RequestSettings from(Settings settings) {
        return new RequestSettings(
                settings.getInt("tidings.publish-per-second", 5_000, 1, MANY),
                settings.getInt("tidings.publish-per-second-per-user", 10_000, 1, MANY),
                settings.getInt("tidings.requests-per-second", 1_000, 1, MANY),
                settings.getInt("tidings.pings-per-minute", 600, 1, MANY),
                settings.getInt("tidings.tokens-per-minute", 20, 1, MANY),
                settings.getInt("tidings.max-pending-requests", 2_000, 1, MANY),
                settings.getInt("tidings.max-subscriptions", 1_000, 1, MANY),
                settings.getInt("tidings.max-patterns", 20, 0, 10_000),
                settings.getInt("tidings.max-refusals-per-minute", 30_000, 1, MANY));
    }

    /** A client that comes back asks for all its subscriptions at once. */
    long requestBurst() {
        return Math.max(requestsPerSecond, maxSubscriptions);
    }
}
