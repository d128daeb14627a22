package org.tidings.client;

import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;

/**
 * An encoded envelope.
 *
 * @param text on one line
 * @param bytes its length in UTF-8
 */
record Outgoing(String text, int bytes) {

    static Outgoing of(Envelope envelope) {
        String text = EnvelopeCodec.encode(envelope);
        return new Outgoing(text, utf8Length(text));
    }

    private static int utf8Length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                // A pair of surrogates is 4 bytes: one char more each, where other chars this high take two more.
                bytes += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                bytes++;
            }
        }
        return bytes;
    }
}
