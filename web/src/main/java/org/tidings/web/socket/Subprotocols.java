package org.tidings.web.socket;

import java.util.List;

/** The WebSocket subprotocols that Tidings speaks. */
final class Subprotocols {
    /** Envelopes version 1 as JSON in text frames. Also spoken where the client offers nothing at all. */
    static final String JSON_V1 = "tidings.v1.json";

    static final List<String> KNOWN = List.of(JSON_V1);

    private Subprotocols() {}
}
