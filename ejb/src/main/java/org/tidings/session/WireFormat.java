package org.tidings.session;

import java.util.List;
import org.tidings.envelope.CborEnvelopeCodec;

/** How a connection's subprotocol writes envelopes. */
public enum WireFormat {
    /** JSON in text frames, a newline between the envelopes of a frame. */
    JSON {
        @Override
        OutboundFrame frame(List<String> envelopes) {
            return OutboundFrame.text(String.join("\n", envelopes), envelopes.size());
        }
    },
    /** CBOR in binary frames, one item behind the other. */
    CBOR {
        @Override
        OutboundFrame frame(List<String> envelopes) {
            return OutboundFrame.binary(CborEnvelopeCodec.transcode(envelopes), envelopes.size());
        }
    };

    /** @param envelopes their JSON, one at least */
    abstract OutboundFrame frame(List<String> envelopes);
}
