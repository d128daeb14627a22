package org.tidings.web.socket;

import jakarta.websocket.Encoder;
import org.tidings.session.OutboundFrame;

/** Hands over the text of a frame: its envelopes were encoded once, for every receiver, when they came from the log. */
public class EnvelopeEncoder implements Encoder.Text<OutboundFrame> {

    @Override
    public String encode(OutboundFrame frame) {
        return frame.text();
    }
}
