package org.tidings.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads what {@link RecordWriter} wrote. Anything else ends in {@link BadRecord}. Confined to its caller's thread. */
final class RecordReader {

    private final ByteBuffer buffer;

    RecordReader(byte[] bytes) {
        buffer = ByteBuffer.wrap(bytes);
    }

    int u8() {
        return need(1).get() & 0xff;
    }

    int i32() {
        return need(4).getInt();
    }

    long i64() {
        return need(8).getLong();
    }

    String text() {
        int length = i32();
        need(length);
        String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }

    Map<String, String> texts() {
        int size = count(8);
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(text(), text());
        }
        return map;
    }

    Origin origin() {
        return new Origin(i64(), i64());
    }

    /** A number of elements of at least {@code elementBytes} each; more than the record can hold is refused. */
    int count(int elementBytes) {
        int count = i32();
        if (count < 0 || (long) count * elementBytes > buffer.remaining()) {
            throw new BadRecord("count " + count);
        }
        return count;
    }

    void end() {
        if (buffer.hasRemaining()) {
            throw new BadRecord(buffer.remaining() + " bytes too many");
        }
    }

    private ByteBuffer need(int length) {
        if (length < 0 || buffer.remaining() < length) {
            throw new BadRecord("cut short", new BufferUnderflowException());
        }
        return buffer;
    }
}
