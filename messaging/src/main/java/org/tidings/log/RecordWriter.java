package org.tidings.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes the primitives of the binary records, big-endian, into one growing array. Confined to its caller's thread. */
final class RecordWriter {

    private byte[] bytes = new byte[512];
    private int length;

    RecordWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    RecordWriter i32(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Writes over what stands there. */
    void i32(int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 24 - 8 * i);
        }
    }

    RecordWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    /** What another writer wrote, without its length. */
    RecordWriter bytes(byte[] written) {
        room(written.length);
        System.arraycopy(written, 0, bytes, length, written.length);
        length += written.length;
        return this;
    }

    /** A text as its length in bytes and UTF-8. */
    RecordWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return i32(utf8.length).bytes(utf8);
    }

    RecordWriter texts(Map<String, String> map) {
        i32(map.size());
        map.forEach((key, value) -> text(key).text(value));
        return this;
    }

    RecordWriter origin(Origin origin) {
        return i64(origin.incarnation()).i64(origin.requestId());
    }

    /** Forgets what was written behind this length. */
    void cut(int shorter) {
        length = shorter;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
