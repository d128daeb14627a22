package org.tidings.client;

/**
 * Keeps publishes a little below what the server allows, so that it need not refuse them: a refused message holds up
 * all that come behind it. A bucket that fills with time. Confined to the client's thread.
 */
final class SendRate {

    /** Part of the allowance that is used, so that bunching on the way does not look like too much. */
    private static final double SHARE = 0.95;

    /** How much may go out at once, in seconds of the rate. */
    private static final double BURST_SECONDS = 0.05;

    /** Zero for no limit. */
    private final double perMilli;

    private final double burst;
    private double tokens;
    private long filledAtMillis;

    /** @param perSecond what the server allows; null or 0 for no limit */
    SendRate(Integer perSecond, long nowMillis) {
        perMilli = perSecond == null ? 0 : Math.max(0, perSecond) * SHARE / 1000;
        burst = Math.max(1, perMilli * 1000 * BURST_SECONDS);
        tokens = burst;
        filledAtMillis = nowMillis;
    }

    /** @return 0 if one may go now, and it is counted; else in how many milliseconds to ask again */
    long take(long nowMillis) {
        if (perMilli == 0) {
            return 0;
        }
        tokens = Math.min(burst, tokens + (nowMillis - filledAtMillis) * perMilli);
        filledAtMillis = nowMillis;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - tokens) / perMilli));
    }
}
