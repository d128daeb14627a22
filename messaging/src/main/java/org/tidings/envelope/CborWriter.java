package org.tidings.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes data items one behind the other, integers and lengths as short as they can be (RFC 8949 §4.1). Confined to one call. */
final class CborWriter {

    /** Longest head: its initial byte and an argument of 64 bits. */
    private static final int LONGEST_HEAD = 9;

    private byte[] bytes;
    private int end;

    CborWriter(int expected) {
        bytes = new byte[Math.max(expected, LONGEST_HEAD)];
    }

    /** Writes an item's head. @param argument from 0 */
    void head(int major, long argument) {
        reserve(LONGEST_HEAD);
        if (argument < Cbor.ONE_BYTE) {
            bytes[end++] = (byte) (major << 5 | (int) argument);
            return;
        }
        int width = argument <= 0xFF ? 0 : argument <= 0xFFFF ? 1 : argument <= 0xFFFF_FFFFL ? 2 : 3;
        bytes[end++] = (byte) (major << 5 | Cbor.ONE_BYTE + width);
        for (int shift = (8 << width) - 8; shift >= 0; shift -= 8) {
            bytes[end++] = (byte) (argument >>> shift);
        }
    }

    /** A map whose entries follow, fewer than 24; how many is said at its {@link #close end}. */
    int openMap() {
        head(Cbor.MAP, 0);
        return end - 1;
    }

    void close(int map, int entries) {
        bytes[map] |= (byte) entries;
    }

    void integer(long number) {
        head(number < 0 ? Cbor.NEGATIVE : Cbor.UNSIGNED, number < 0 ? ~number : number);
    }

    /** Halves of surrogate pairs, which UTF-8 does not have, become question marks. */
    void text(String text) {
        string(Cbor.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void embeddedJson(String json) {
        head(Cbor.TAG, Cbor.EMBEDDED_JSON);
        string(Cbor.BYTES, json.getBytes(StandardCharsets.UTF_8));
    }

    private void string(int major, byte[] content) {
        head(major, content.length);
        reserve(content.length);
        System.arraycopy(content, 0, bytes, end, content.length);
        end += content.length;
    }

    private void reserve(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, end);
    }
}
