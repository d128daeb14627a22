package org.tidings.web.socket;

import java.util.List;
import org.tidings.session.WireFormat;

/** The WebSocket subprotocols that Tidings speaks. */
final class Subprotocols {
    /** Envelopes version 1 as JSON in text frames. Also spoken where the client offers nothing at all. */
    static final String JSON_V1 = "tidings.v1.json";

    /** Envelopes version 1 as CBOR in binary frames. */
    static final String CBOR_V1 = "tidings.v1.cbor";

    static final List<String> KNOWN = List.of(JSON_V1, CBOR_V1);

    private Subprotocols() {}

    /** How envelopes are written under the one that was agreed on; empty or null where none was. */
    static WireFormat format(String negotiated) {
        return CBOR_V1.equals(negotiated) ? WireFormat.CBOR : WireFormat.JSON;
    }
}
