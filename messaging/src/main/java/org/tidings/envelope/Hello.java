package org.tidings.envelope;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Payload of the event {@code hello}, the first of every connection.
 *
 * @param connection the connection's name, for logs and support
 * @param user the subject that the token named
 * @param instance the instance that serves the connection
 * @param limits what this connection may ask for
 * @param pingIntervalMs silence after which the server pings
 * @param expiresAt when the token ends, milliseconds since 1970; null if never
 * @param dedupeWindowMs how long a publish may be sent again with its messageId
 * @param unread of the user's inboxes; null where there are none
 */
public record Hello(
        String connection,
        String user,
        String instance,
        Limits limits,
        Long pingIntervalMs,
        Long expiresAt,
        Long dedupeWindowMs,
        Unread unread) {

    /**
     * @param maxFrameBytes longest frame in either direction, bytes of UTF-8
     * @param maxSubscriptions most channels subscribed at once
     * @param publishPerSecond most publishes a second
     * @param publishPerSecondPerUser most publishes a second of all connections of the user, at all instances
     * @param requestsPerSecond most other requests a second
     * @param pingsPerMinute most requests {@code ping} and {@code heartbeat} a minute
     * @param maxPendingRequests most requests without an answer at once
     */
    public record Limits(
            Integer maxFrameBytes,
            Integer maxSubscriptions,
            Integer publishPerSecond,
            Integer publishPerSecondPerUser,
            Integer requestsPerSecond,
            Integer pingsPerMinute,
            Integer maxPendingRequests) {

        @JsonbCreator
        public Limits {}
    }

    @JsonbCreator
    public Hello {}
}
