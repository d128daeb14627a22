package org.tidings.web.socket;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.tidings.web.problem.Problem;

/** Why a handshake is refused before the upgrade: the closed list of all that a peer can see. */
enum HandshakeRefusal {
    NOT_AN_UPGRADE(
            "not-an-upgrade",
            new Problem(426, "WebSocket only", "This address speaks WebSocket (RFC 6455) only."),
            Map.of("Upgrade", "websocket", "Connection", "close")), // Grizzly would send no length and stay open.
    UNKNOWN_VERSION(
            "unknown-version",
            new Problem(426, "Unknown WebSocket version", "Sec-WebSocket-Version must be 13."),
            Map.of("Upgrade", "websocket", "Connection", "close", "Sec-WebSocket-Version", "13")),
    MALFORMED(
            "malformed",
            new Problem(400, "Malformed handshake", "Sec-WebSocket-Key must be 16 bytes in Base64, sent once."),
            Map.of()),
    BAD_ORIGIN(
            "bad-origin",
            new Problem(403, "Origin not allowed", "Pages of this origin may not connect here."),
            Map.of()),
    DRAINING(
            "draining",
            new Problem(503, "Draining", "This instance is going away: connect to another one, or later."),
            Map.of("Retry-After", "1")),
    NOT_READY(
            "not-ready",
            new Problem(503, "Not ready", "This instance cannot take connections yet: try again."),
            Map.of("Retry-After", "1")),
    UNAUTHENTICATED(
            "unauthenticated",
            new Problem(
                    401,
                    "Unauthenticated",
                    "Send one valid token, in the Authorization header or in the list of subprotocols, or one ticket."),
            Map.of("WWW-Authenticate", "Bearer")),
    UNKNOWN_SUBPROTOCOL(
            "unknown-subprotocol",
            new Problem(400, "Unknown subprotocol", "Offer one of the supported subprotocols, or none.", supported()),
            Map.of());

    private final String metricTag;
    private final Problem problem;
    private final Map<String, String> headers;

    HandshakeRefusal(String metricTag, Problem problem, Map<String, String> headers) {
        this.metricTag = metricTag;
        this.problem = problem;
        this.headers = headers;
    }

    String metricTag() {
        return metricTag;
    }

    Problem problem() {
        return problem;
    }

    Map<String, String> headers() {
        return headers;
    }

    private static JsonObject supported() {
        return Json.createObjectBuilder()
                .add("supported", Json.createArrayBuilder(Subprotocols.KNOWN))
                .build();
    }
}
