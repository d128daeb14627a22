package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Whole frames as a client sends them: final and masked (RFC 6455 §5.2). */
public final class ClientFrame {

    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES_LENGTH = 126;
    private static final int EIGHT_BYTES_LENGTH = 127;

    private ClientFrame() {}

    public static ByteBuffer text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A text frame of several pieces.
     *
     * @param pieces UTF-8, one behind the other
     */
    public static ByteBuffer text(byte[]... pieces) {
        return of(TEXT, pieces);
    }

    public static ByteBuffer binary(byte[]... pieces) {
        return of(BINARY, pieces);
    }

    public static ByteBuffer of(int opcode, byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer frame = ByteBuffer.allocate(length + 14).put((byte) (FINAL | opcode));
        if (length < TWO_BYTES_LENGTH) {
            frame.put((byte) (MASKED | length));
        } else if (length <= 0xFFFF) {
            frame.put((byte) (MASKED | TWO_BYTES_LENGTH)).putShort((short) length);
        } else {
            frame.put((byte) (MASKED | EIGHT_BYTES_LENGTH)).putLong(length);
        }
        int key = ThreadLocalRandom.current().nextInt();
        frame.putInt(key);
        int at = 0;
        for (byte[] piece : pieces) {
            for (byte octet : piece) {
                frame.put((byte) (octet ^ key >>> 24 - 8 * (at++ & 3)));
            }
        }
        return frame.flip();
    }
}
