package org.tidings.web.frames;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The network cuts a stream wherever it likes: what passes must not depend on where. */
class BrokenFramesDoNotPassTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_BYTES = 1_000;
    private static final int MAX_IDLE = 5;
    private static final String MASK = "01020304";
    /** "Hello" as text, a ping, "Hello" in fragments with an empty one, 200 bytes of binary, a pong. */
    private static final String GOOD =
            "8185" + MASK + "4967aa4f6e" + "8980" + MASK + "0185" + MASK + "4967aa4f6e" + "0080" + MASK + "8085" + MASK
                    + "4967aa4f6e" + "82fe00c8" + MASK + "aa".repeat(200) + "8a84" + MASK + "00000000";

    private final List<FrameRule> told = new ArrayList<>();
    private long now;

    @Test
    void goodFramesPassAsTheyAreHoweverTheyAreCut() throws IOException {
        for (int arriving = 1; arriving <= 40; arriving++) {
            for (int reading = 1; reading <= 80; reading += 3) {
                assertThat(passed(GOOD, arriving, reading)).isEqualTo(GOOD);
            }
        }
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UNMASKED, 8105 48656c6c6f",
        "UNMASKED, 8100",
        "UNMASKED, 8900",
        "RESERVED_BITS, c185 00000000 48656c6c6f",
        "RESERVED_BITS, 9180 00000000",
        "RESERVED_OPCODE, 8385 00000000 48656c6c6f",
        "RESERVED_OPCODE, 8f80 00000000",
        "BAD_LENGTH, 81fe007d 00000000",
        "BAD_LENGTH, 81ff000000000000ffff 00000000",
        "BAD_LENGTH, 81ff8000000000000000 00000000",
        "FRAGMENTED_CONTROL, 0980 00000000",
        "LONG_CONTROL, 89fe007e 00000000",
        "NOTHING_TO_CONTINUE, 8080 00000000",
        "TOO_BIG, 81fe03e9 00000000",
        "TOO_BIG, 81ff7fffffffffffffff 00000000",
    })
    void theFrameThatBreaksARuleIsReplacedByACloseFrameWithItsCode(FrameRule rule, String frame) throws IOException {
        for (int arriving = 1; arriving <= 40; arriving++) {
            for (int reading = 1; reading <= 80; reading += 3) {
                told.clear();
                String broken = frame.replace(" ", "") + "8185" + MASK + "ff".repeat(50);
                assertThat(passed(GOOD + broken, arriving, reading)).isEqualTo(GOOD + farewell(rule));
                assertThat(told).containsExactly(rule);
            }
        }
    }

    @Test
    void aSecondMessageWithinAMessageDoesNotPass() throws IOException {
        assertThat(passed("0180" + MASK + "8180" + MASK, 3, 50))
                .isEqualTo("0180" + MASK + farewell(FrameRule.INTERRUPTED_MESSAGE));
    }

    @Test
    void fragmentsAreAddedUpAndTheirSumDoesNotOverflow() throws IOException {
        String first = "01fe03e8" + MASK + "20".repeat(MAX_BYTES);
        assertThat(passed(first + "8080" + MASK, 50, 50)).isEqualTo(first + "8080" + MASK);
        assertThat(passed(first + "8081" + MASK + "20", 50, 50)).isEqualTo(first + farewell(FrameRule.TOO_BIG));
        assertThat(passed(first + "80ff7fffffffffffffff" + MASK, 50, 50))
                .isEqualTo(first + farewell(FrameRule.TOO_BIG));
    }

    @Test
    void nothingPassesBehindAClose() throws IOException {
        String close = "8882" + MASK + "0000";
        assertThat(passed(close + GOOD, 4, 50)).isEqualTo(close);
        assertThat(passed(close + "f77fffff", 4, 50)).isEqualTo(close);
        assertThat(told).isEmpty();
    }

    @Test
    void framesThatCarryNothingAreCountedByTheMinute() throws IOException {
        String ping = "8980" + MASK;
        FrameGuard guard = guard();
        assertThat(passed(guard, ping.repeat(MAX_IDLE))).isEqualTo(ping.repeat(MAX_IDLE));
        now += TimeUnit.SECONDS.toNanos(61);
        assertThat(passed(guard, ping.repeat(MAX_IDLE))).isEqualTo(ping.repeat(MAX_IDLE));
        assertThat(passed(guard, ping)).isEqualTo(farewell(FrameRule.FLOOD));
    }

    private FrameGuard guard() {
        return new FrameGuard(MAX_BYTES, MAX_IDLE, false, () -> now);
    }

    private String passed(FrameGuard guard, String hex) throws IOException {
        return read(new GuardedInput(new Network(HEX.parseHex(hex), 7), guard, told::add), 50);
    }

    private String passed(String hex, int arriving, int reading) throws IOException {
        return read(new GuardedInput(new Network(HEX.parseHex(hex), arriving), guard(), told::add), reading);
    }

    /** Reads as Tyrus does: while there is something, so many bytes. */
    private static String read(GuardedInput input, int reading) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[reading];
        while (input.isReady()) {
            out.write(buffer, 0, Math.max(0, input.read(buffer, 0, reading)));
        }
        return HEX.formatHex(out.toByteArray());
    }

    private static String farewell(FrameRule rule) {
        byte[] reason = rule.reason().getBytes(StandardCharsets.US_ASCII);
        return "88%02x00000000%04x".formatted(0x80 | 2 + reason.length, rule.closeCode()) + HEX.formatHex(reason);
    }

    /** Has at most so many bytes at once, and is not ready when they are over. */
    private static final class Network extends ServletInputStream {
        private final byte[] bytes;
        private final int arriving;
        private int next;

        Network(byte[] bytes, int arriving) {
            this.bytes = bytes;
            this.arriving = arriving;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            int count = Math.min(Math.min(length, arriving), bytes.length - next);
            System.arraycopy(bytes, next, target, from, count);
            next += count;
            return count;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("one byte at a time");
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return next < bytes.length;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("nobody listens");
        }
    }
}
