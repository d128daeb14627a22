package org.tidings.web.socket;

import java.util.List;

/** The WebSocket subprotocols that Tidings speaks, and the one carrier of a token among the names. */
final class Subprotocols {
    /** Envelopes version 1 as JSON in text frames. Also spoken where the client offers nothing at all. */
    static final String JSON_V1 = "tidings.v1.json";

    static final List<String> KNOWN = List.of(JSON_V1);

    /** What stands before a token that a browser, which can set no header, sends as the name of a subprotocol. */
    static final String TOKEN_PREFIX = "bearer.";

    private Subprotocols() {}

    static boolean carriesToken(String name) {
        return name.startsWith(TOKEN_PREFIX);
    }
}
