package org.tidings.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One WebSocket frame, RFC 6455 §5.2.
 *
 * @param fin whether it ends its message
 * @param opcode what it is
 * @param payload the application's bytes, unmasked
 */
public record Frame(boolean fin, Opcode opcode, byte[] payload) {

    /** Largest payload whose length stands in the second byte, and largest with a 16 bit length, §5.2. */
    private static final int MAX_SHORT = 125;

    private static final int MAX_16_BIT = 0xFFFF;

    public static Frame text(String text) {
        return new Frame(true, Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A close frame: two bytes of code, then the reason, §5.5.1. */
    public static Frame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return new Frame(true, Opcode.CLOSE, payload);
    }

    /** The payload as text; malformed UTF-8 shows as U+FFFD. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The frame as a client must send it, with a fresh mask, §5.3. */
    public byte[] masked() {
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        ByteArrayOutputStream bytes = header(0x80);
        bytes.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ mask[i & 3]);
        }
        return bytes.toByteArray();
    }

    /** The frame without a mask, which a server must refuse from a client, §5.1. */
    public byte[] unmasked() {
        ByteArrayOutputStream bytes = header(0);
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    private ByteArrayOutputStream header(int maskBit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 14);
        bytes.write((fin ? 0x80 : 0) | opcode.number());
        if (payload.length <= MAX_SHORT) {
            bytes.write(maskBit | payload.length);
        } else if (payload.length <= MAX_16_BIT) {
            bytes.write(maskBit | 126);
            bytes.write(payload.length >> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(maskBit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) payload.length >> shift));
            }
        }
        return bytes;
    }

    @Override
    public String toString() {
        String shown = text();
        return opcode + (fin ? "" : " (more follows)") + " " + payload.length + " bytes: "
                + (shown.length() > 200 ? shown.substring(0, 200) + "…" : shown);
    }
}
