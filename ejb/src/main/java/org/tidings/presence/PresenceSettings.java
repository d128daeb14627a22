package org.tidings.presence;

import java.util.concurrent.TimeUnit;
import org.tidings.settings.Settings;

/**
 * How presence is kept.
 *
 * @param leaseMillis how long an instance is believed that is not heard; and how long this one believes itself when it cannot
 *     hear itself
 * @param graceMillis how long a user whose last connection is gone counts as present
 * @param maxMembers users on channels, of this instance's own, at the most
 */
public record PresenceSettings(long leaseMillis, long graceMillis, int maxMembers) {

    private static final long HEARTBEATS_PER_LEASE = 5;
    private static final long LONGEST_HEARTBEAT_MILLIS = 3_000;
    private static final long SETTLE_MILLIS = 1_000;

    public static PresenceSettings from(Settings settings) {
        return new PresenceSettings(
                settings.getInt("tidings.presence.lease-millis", 15_000, 1_000, 600_000),
                settings.getInt("tidings.presence.grace-millis", 5_000, 0, 600_000),
                settings.getInt("tidings.presence.max-members", 200_000, 1, 10_000_000));
    }

    long leaseNanos() {
        return TimeUnit.MILLISECONDS.toNanos(leaseMillis);
    }

    long graceNanos() {
        return TimeUnit.MILLISECONDS.toNanos(graceMillis);
    }

    /** An instance that has nothing to announce says so this often. */
    long heartbeatNanos() {
        return TimeUnit.MILLISECONDS.toNanos(Math.min(LONGEST_HEARTBEAT_MILLIS, leaseMillis / HEARTBEATS_PER_LEASE));
    }

    /** After it began or was cut off, an instance listens for so long before it takes those that it has heard for all. */
    long settleNanos() {
        return Math.min(TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS), 2 * heartbeatNanos());
    }

    /**
     * How long an instance that is back listens before it holds silence against others, and how long it may not hear itself and
     * still do so: each lets itself be heard twice; less than the lease by more than a heartbeat.
     */
    long probationNanos() {
        return Math.min(3 * heartbeatNanos(), 2 * heartbeatNanos() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS));
    }
}
