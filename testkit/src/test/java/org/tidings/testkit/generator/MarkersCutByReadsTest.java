package org.tidings.testkit.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.testkit.peer.Marker;

/** A read ends wherever the network likes: within a head, a marker, or what looks like the begin of one. */
class MarkersCutByReadsTest {

    private static final int FRAMES = 40;
    private static final int TEXT = 0x81;
    private static final int COMPRESSED = 0xC1;
    private static final int PING = 0x89;

    private final List<Long> numbers = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    private final FrameScanner scanner = new FrameScanner(new FrameScanner.Findings() {

        private final Inflation inflation = new Inflation();

        @Override
        public void delivery(ByteBuffer bytes, int at) {
            numbers.add(Marker.number(bytes, at));
        }

        @Override
        public void message(int opcode, ByteBuffer payload) {
            messages.add(opcode + ":" + StandardCharsets.US_ASCII.decode(payload));
        }

        @Override
        public boolean wantsAll() {
            return false;
        }

        @Override
        public ByteBuffer inflate(ByteBuffer payload) {
            return inflation.inflate(payload);
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 39, 40, 41, 127, 1_000, 100_000})
    void everyMarkerIsFoundOnceAndEveryOtherMessageIsWhole(int readBytes) {
        ByteBuffer sent = ByteBuffer.allocate(1 << 20);
        List<Long> expected = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            frame(sent, TEXT, "~P is not a marker ~~P0001N~ " + texts(frame, 1 + frame * frame % 9, expected));
            frame(sent, PING, "p" + frame);
            frame(sent, TEXT, "{\"plain\":" + frame + "}");
            frame(sent, TEXT, "");
            deflated(sent, "{\"a\":1}" + texts(1_000 + frame, 3, expected));
        }
        read(sent.flip(), readBytes);
        assertThat(numbers).isEqualTo(expected);
        List<String> told = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            told.addAll(List.of("9:p" + frame, "1:{\"plain\":" + frame + "}", "1:"));
        }
        assertThat(messages).isEqualTo(told);
    }

    private static String texts(int from, int count, List<Long> expected) {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < count; i++) {
            long number = from * 100L + i;
            expected.add(number);
            texts.append("{\"payload\":\"")
                    .append(new String(Marker.text(Marker.TEXT_BYTES, 1, number, 7), StandardCharsets.US_ASCII))
                    .append("\"}\n");
        }
        return texts.toString();
    }

    /** As a connection reads: what the scanner leaves stands before what is read next. */
    private void read(ByteBuffer sent, int readBytes) {
        ByteBuffer input = ByteBuffer.allocate(sent.limit());
        while (sent.hasRemaining()) {
            int count = Math.min(readBytes, sent.remaining());
            input.put(sent.slice(sent.position(), count)).flip();
            sent.position(sent.position() + count);
            scanner.take(input);
            input.compact();
        }
        assertThat(input.position()).isZero();
    }

    private static void frame(ByteBuffer sent, int head, String text) {
        frame(sent, head, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(ByteBuffer sent, int head, byte[] payload) {
        sent.put((byte) head);
        if (payload.length < 126) {
            sent.put((byte) payload.length);
        } else {
            sent.put((byte) 126).putShort((short) payload.length);
        }
        sent.put(payload);
    }

    /** RFC 7692 §7.2.1: flushed, and without the four bytes that every message would end with. */
    private static void deflated(ByteBuffer sent, String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
        byte[] bytes = new byte[text.length() + 100];
        int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
        deflater.end();
        frame(sent, COMPRESSED, Arrays.copyOf(bytes, length - 4));
    }
}
