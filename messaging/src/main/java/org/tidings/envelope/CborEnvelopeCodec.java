package org.tidings.envelope;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns binary frames into envelopes and envelopes into bytes: a sequence of CBOR maps with short keys, as
 * {@code docs/protocol.md} says. Stateless: any thread. As strict as {@link EnvelopeCodec}, in time linear in the frame.
 */
public final class CborEnvelopeCodec {

    private CborEnvelopeCodec() {}

    /**
     * Reads the envelopes of a frame, from the buffer's position to its limit. Never throws on what a peer sent: an item that
     * is no envelope is a {@link Malformed}, and so is a frame without any. What is no CBOR ends the reading, for nobody knows
     * where the next item begins; and so do as many malformed items as end a connection.
     */
    public static List<Decoded> decode(ByteBuffer frame) {
        List<Decoded> found = new ArrayList<>(1);
        CborWalk cbor = new CborWalk(frame, CborEnvelopeReader.MAX_DEPTH);
        boolean lost = false;
        int malformed = 0;
        while (cbor.more() && !lost && malformed < Envelope.MALFORMED_PER_MINUTE) {
            CborEnvelopeReader reader = new CborEnvelopeReader(cbor);
            Decoded decoded = reader.read();
            found.add(decoded);
            lost = reader.lost();
            malformed += decoded instanceof Malformed ? 1 : 0;
        }
        return found.isEmpty() ? List.of(new Malformed(null, null, EnvelopeCodec.EMPTY)) : found;
    }

    /** Writes an envelope, without the fields that are absent. */
    public static byte[] encode(Envelope envelope) {
        return transcode(List.of(EnvelopeCodec.encode(envelope)));
    }

    /**
     * Writes envelopes that are text already, one behind the other. Does not look into their payloads, so that it costs little.
     *
     * @param encoded what {@link EnvelopeCodec#encode} wrote
     */
    public static byte[] transcode(List<String> encoded) {
        int expected = 0;
        for (String envelope : encoded) {
            // As long as all is ASCII, each field is shorter than in JSON.
            expected += envelope.length();
        }
        CborWriter out = new CborWriter(expected);
        for (String envelope : encoded) {
            CborTranscription.write(envelope, out);
        }
        return out.toBytes();
    }
}
