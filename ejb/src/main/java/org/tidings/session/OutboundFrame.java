package org.tidings.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One or more envelopes as they go out together: the bytes of a whole WebSocket message, header and all, made once for all that get
 * the same. Immutable.
 */
public final class OutboundFrame {

    /** FIN, no reserved bits (RFC 6455 §5.2). */
    private static final int FIN = 0x80;

    /** Marks a deflated message (RFC 7692 §6). */
    private static final int RSV1 = 0x40;

    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int MAX_7_BITS = 125;
    private static final int MAX_16_BITS = 0xFFFF;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;

    private final byte[] bytes;
    private final int headerBytes;
    private final boolean binary;
    private final int envelopes;
    /** Null until somebody wants it; the frame as it is where it would not be shorter. Guarded by this. */
    private byte[] deflated;

    private OutboundFrame(byte[] payload, boolean binary, int envelopes) {
        this.binary = binary;
        this.envelopes = envelopes;
        this.headerBytes = headerBytes(payload.length);
        this.bytes = frame(opcode(), payload, payload.length);
    }

    private int opcode() {
        return binary ? BINARY : TEXT;
    }

    private static byte[] frame(int first, byte[] payload, int length) {
        ByteBuffer frame = ByteBuffer.allocate(headerBytes(length) + length);
        frame.put((byte) (FIN | first));
        if (length <= MAX_7_BITS) {
            frame.put((byte) length);
        } else if (length <= MAX_16_BITS) {
            frame.put((byte) LENGTH_IN_16_BITS).putShort((short) length);
        } else {
            frame.put((byte) LENGTH_IN_64_BITS).putLong(length);
        }
        return frame.put(payload, 0, length).array();
    }

    /** A text frame of so many envelopes. */
    public static OutboundFrame text(String envelopes, int count) {
        return new OutboundFrame(envelopes.getBytes(StandardCharsets.UTF_8), false, count);
    }

    /** A binary frame of so many envelopes. */
    public static OutboundFrame binary(byte[] envelopes, int count) {
        return new OutboundFrame(envelopes, true, count);
    }

    private static int headerBytes(int payloadBytes) {
        if (payloadBytes <= MAX_7_BITS) {
            return 2;
        }
        return payloadBytes <= MAX_16_BITS ? 4 : 10;
    }

    /** Whether it goes as a binary message. */
    public boolean isBinary() {
        return binary;
    }

    /** How many envelopes it holds. */
    public int envelopes() {
        return envelopes;
    }

    /** The message's length in bytes, without header. */
    public int payloadBytes() {
        return bytes.length - headerBytes;
    }

    /** The message without its header. Position and limit are the caller's own. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(bytes, headerBytes, payloadBytes()).slice().asReadOnlyBuffer();
    }

    /** The message of a text frame. Made anew at each call. */
    public String text() {
        return new String(bytes, headerBytes, payloadBytes(), StandardCharsets.UTF_8);
    }

    /** The whole frame as a server sends it: unmasked, unfragmented, header first. Position and limit are the caller's own; the bytes are not to be written. */
    public ByteBuffer ready() {
        return ByteBuffer.wrap(bytes);
    }

    /**
     * Likewise, deflated so that it stands for itself (RFC 7692 §7.2.1), or as it is where that is no longer. Whoever wants it first
     * deflates it, for all that want it later.
     */
    public synchronized ByteBuffer deflated() {
        if (deflated == null) {
            byte[] payload = Deflation.of(bytes, headerBytes);
            deflated = payload.length < payloadBytes() ? frame(RSV1 | opcode(), payload, payload.length) : bytes;
        }
        return ByteBuffer.wrap(deflated);
    }
}
