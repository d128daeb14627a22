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

        private void write(StringBuilder out) {
            out.append('{');
            number(out, "maxFrameBytes", maxFrameBytes);
            number(out, "maxSubscriptions", maxSubscriptions);
            number(out, "publishPerSecond", publishPerSecond);
            number(out, "publishPerSecondPerUser", publishPerSecondPerUser);
            number(out, "requestsPerSecond", requestsPerSecond);
            number(out, "pingsPerMinute", pingsPerMinute);
            number(out, "maxPendingRequests", maxPendingRequests);
            out.append('}');
        }
    }

    @JsonbCreator
    public Hello {}

    /** As {@link Payloads#write} would have it, without what JSON-B costs: one is written for each connection. */
    public String json() {
        StringBuilder out = new StringBuilder(448).append('{');
        text(out, "connection", connection);
        text(out, "user", user);
        text(out, "instance", instance);
        if (limits != null) {
            name(out, "limits");
            limits.write(out);
        }
        number(out, "pingIntervalMs", pingIntervalMs);
        number(out, "expiresAt", expiresAt);
        number(out, "dedupeWindowMs", dedupeWindowMs);
        if (unread != null) {
            name(out, "unread");
            out.append(Payloads.write(unread));
        }
        return out.append('}').toString();
    }

    private static void text(StringBuilder out, String name, String text) {
        if (text != null) {
            name(out, name);
            EnvelopeCodec.quote(out, text);
        }
    }

    private static void number(StringBuilder out, String name, Number number) {
        if (number != null) {
            name(out, name);
            out.append(number.longValue());
        }
    }

    private static void name(StringBuilder out, String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        out.append('"').append(name).append("\":");
    }
}
