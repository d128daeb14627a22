package org.tidings.testkit.frames;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Frames in hex, put together. Masks are all zero, so that payloads can be read. */
final class Bytes {
    static final String MASK = " 00000000 ";
    static final String HELLO = text("Hello");

    private Bytes() {}

    static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A request that publishes: what must never reach a subscriber in a frame that breaks a rule. */
    static String publish(String channel) {
        return text("{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"id\":\"1\",\"channel\":\"" + channel
                + "\",\"payload\":\"smuggled\"}");
    }

    /** A request that is answered, so that it counts as a frame like any other. */
    static String ping() {
        return text("{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"}");
    }

    /** A frame as it should be, but for its first byte: FIN, RSV1 to RSV3, opcode. */
    static String frame(String first, String payload) {
        return first + length(0x80, payload) + MASK + payload;
    }

    /** The same without a mask. */
    static String unmasked(String first, String payload) {
        return first + length(0, payload) + payload;
    }

    /** So many bytes, all alike. */
    static String bytes(int count, String hex) {
        return hex.repeat(count);
    }

    private static String length(int maskBit, String payload) {
        int bytes = payload.replaceAll("\\s", "").length() / 2;
        if (bytes <= 125) {
            return "%02x".formatted(maskBit | bytes);
        }
        return bytes <= 0xFFFF
                ? "%02x%04x".formatted(maskBit | 126, bytes)
                : "%02x%016x".formatted(maskBit | 127, bytes);
    }
}
