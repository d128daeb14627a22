package org.tidings.limits;

/** Everything that is bounded for peers. The closed list of reasons by which refusals are counted. */
public enum Limit {
    HANDSHAKES_PER_ADDRESS("handshakes-per-address"),
    CONNECTIONS_PER_ADDRESS("connections-per-address"),
    CONNECTIONS_PER_USER("connections-per-user"),
    CONNECTIONS("connections"),
    HANDSHAKES("handshakes"),
    QUEUED_BYTES("queued-bytes"),
    API_CALLS_PER_USER("api-calls-per-user"),
    TICKETS_PER_USER("tickets-per-user"),
    PUBLISHES("publishes"),
    PUBLISHES_PER_USER("publishes-per-user"),
    PUBLISHES_IN_FLIGHT("publishes-in-flight"),
    PENDING_REQUESTS("pending-requests"),
    REQUESTS("requests"),
    PINGS("pings"),
    TOKENS("tokens"),
    SUBSCRIPTIONS("subscriptions"),
    MEMBERS("members"),
    PATTERNS("patterns"),
    CONTROL_FRAMES("control-frames"),
    FRAME_BYTES("frame-bytes"),
    EVENT_BYTES("event-bytes"),
    PAYLOAD_BYTES("payload-bytes"),
    PUBLISHES_PER_CHANNEL("publishes-per-channel"),
    BAD_ENVELOPES("bad-envelopes"),
    REFUSALS("refusals");

    private final String reason;

    Limit(String reason) {
        this.reason = reason;
    }

    /** As it stands in the metrics, the log and the audit. */
    public String reason() {
        return reason;
    }
}
