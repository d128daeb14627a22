package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The implementation behind the guard never sees a deflated message: it inflates without a bound. What it gets instead is the same
 * message as if it had come plain, or the end.
 */
class DeflatedMessagesTest {

    private static final int MAX_BYTES = 1_000;
    private static final String ZERO_MASK = "00000000";

    private final MessageInflater inflater = new MessageInflater(MAX_BYTES);
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    /** The examples of RFC 7692 §7.2.3, and what stands behind a message that is over. */
    @ParameterizedTest
    @CsvSource({
        "f248cdc9c90700", // compressed
        "0005 00fa ff 48656c6c6f 00", // not compressed, in a block of its own
        "f348cdc9c90700 00", // the last block, and a byte behind it
        "f248 0500 00 00ff ff cac9c90700" // two blocks
    })
    void isGivenAsOnePlainFrame(String deflated) {
        take("c1", deflated);
        assertPassed("81 85" + ZERO_MASK + "48656c6c6f");
        // Stands for itself: the second is not what it would be with the first remembered.
        take("c1", deflated);
        assertPassed(("81 85" + ZERO_MASK + "48656c6c6f").repeat(2));
    }

    @Test
    void mayBeFragmentedWithControlFramesBetween() {
        take("41", "f248cd");
        take("89", "70");
        take("00", "c9c9");
        take("8a", "");
        take("80", "0700");
        assertPassed("89 81 01020304 71" + "8a 80 01020304" + "81 85" + ZERO_MASK + "48656c6c6f");
    }

    @Test
    void mayHavePlainOnesBetween() {
        take("81", "68");
        take("c2", "f248cdc9c90700");
        take("02", "68");
        take("80", "69");
        assertPassed("81 81 01020304 69" + "82 85" + ZERO_MASK + "48656c6c6f" + "02 81 01020304 69 80 81 01020304 68");
    }

    @Test
    void mayBeEmpty() {
        take("c1", "00");
        take("c1", "");
        assertPassed(("81 80" + ZERO_MASK).repeat(2));
    }

    @Test
    void isAsLongAsItMayBeAndNoLonger() {
        assertThat(take("c1", deflated(" ".repeat(MAX_BYTES)))).isNull();
        assertThat(passed.size()).isEqualTo(8 + MAX_BYTES);
        assertThat(take("c1", deflated(" ".repeat(MAX_BYTES + 1)))).isEqualTo(FrameRule.TOO_BIG);
        assertThat(passed.size()).isEqualTo(8 + MAX_BYTES);
    }

    /** 64 KB that would become 64 MB: it is found out with the first bytes beyond what is allowed. */
    @Test
    void isNoBomb() {
        assertThat(take("c1", deflated(" ".repeat(64 << 20)))).isEqualTo(FrameRule.TOO_BIG);
        assertThat(passed.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ffffff", // a block of the reserved kind
        "0005 0000 00 48656c6c6f", // a length that its complement belies
        "f248cdc9c907ff", // rubbish behind a block
        "48656c6c6f" // Hello, not compressed
    })
    void isRefusedWhereItCannotBeInflated(String deflated) {
        assertThat(take("c1", deflated)).isEqualTo(FrameRule.BAD_COMPRESSION);
        assertThat(passed.size()).isZero();
    }

    /** However the bytes fall into reads. */
    @Test
    void isTheSameInWhateverPieces() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            MessageInflater whole = new MessageInflater(1 << 20);
            MessageInflater pieces = new MessageInflater(1 << 20);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            for (int i = 0; i < 5; i++) {
                String text = "ab\u00e9".repeat(random.nextInt(i == 0 ? 40_000 : 300));
                boolean compressed = random.nextBoolean();
                byte[] payload = compressed ? bytes(deflated(text)) : text.getBytes(StandardCharsets.UTF_8);
                stream.writeBytes(frame(compressed ? 0xc1 : 0x81, payload));
                plain.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            ByteArrayOutputStream second = new ByteArrayOutputStream();
            byte[] bytes = stream.toByteArray();
            assertThat(whole.take(bytes, 0, bytes.length, first)).isNull();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(round % 2 == 0 ? 20 : 8_192));
                assertThat(pieces.take(bytes, at, to, second)).isNull();
                at = to;
            }
            assertThat(second.toByteArray()).as("seed %d", seed).isEqualTo(first.toByteArray());
            assertThat(payloads(first.toByteArray())).as("seed %d", seed).isEqualTo(plain.toByteArray());
        }
    }

    private FrameRule take(String first, String payload) {
        byte[] frame = frame(Integer.parseInt(first, 16), bytes(payload));
        return inflater.take(frame, 0, frame.length, passed);
    }

    private void assertPassed(String hex) {
        assertThat(HexFormat.of().formatHex(passed.toByteArray())).isEqualTo(hex.replace(" ", ""));
    }

    /** Masked with 01 02 03 04. */
    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length <= 125) {
            frame.write(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.writeBytes(bytes("ff00000000"));
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(payload.length >> shift);
            }
        }
        frame.writeBytes(bytes("01020304"));
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ 1 + i % 4);
        }
        return frame.toByteArray();
    }

    /** What the frames hold, one behind the other. */
    private static byte[] payloads(byte[] frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < frames.length; ) {
            int length = frames[at + 1] & 0x7F;
            int extended = length < 126 ? 0 : length == 126 ? 2 : 8;
            if (extended > 0) {
                length = 0;
                for (int i = 0; i < extended; i++) {
                    length = length << 8 | frames[at + 2 + i] & 0xFF;
                }
            }
            int mask = at + 2 + extended;
            for (int i = 0; i < length; i++) {
                all.write(frames[mask + 4 + i] ^ frames[mask + i % 4]);
            }
            at = mask + 4 + length;
        }
        return all.toByteArray();
    }

    private static String deflated(String text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[1 << 20];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return HexFormat.of().formatHex(buffer, 0, length - 4);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
