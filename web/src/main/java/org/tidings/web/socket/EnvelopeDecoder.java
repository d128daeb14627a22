package org.tidings.web.socket;

import jakarta.websocket.Decoder;
import java.util.List;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.history.Utf8;
import org.tidings.session.SessionSettings;

/**
 * Reads the envelopes of a text frame. Never refuses: servers differ in what they do with a decoder that does, so what is
 * malformed is a value that the endpoint answers.
 */
public class EnvelopeDecoder implements Decoder.Text<InboundFrame> {

    @Override
    public boolean willDecode(String frame) {
        return true;
    }

    @Override
    public InboundFrame decode(String frame) {
        int bytes = Utf8.length(frame);
        return new InboundFrame(
                bytes, bytes > SessionSettings.MAX_FRAME_BYTES_CEILING ? List.of() : EnvelopeCodec.decode(frame));
    }
}
