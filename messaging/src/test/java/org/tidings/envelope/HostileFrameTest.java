package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a peer sends comes back as a value, and soon. */
class HostileFrameTest {

    @Test
    void neverMakesDecodeThrow() {
        long seed = new Random().nextLong();
        System.out.println("HostileFrameTest seed " + seed);
        Random random = new Random(seed);
        RandomJson json = new RandomJson(seed);
        String noise = "{}[]\",:\\u0019e.-+ntf \n\r\t\u0000\uFEFF\uD83D\uDE00\u2028d8";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder frame = new StringBuilder("{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"headers\":"
                    + "{\"a\":\"b\"},\"seq\":4,\"payload\":" + json.value(3) + "}");
            for (int changes = random.nextInt(4); changes >= 0 && !frame.isEmpty(); changes--) {
                int at = random.nextInt(frame.length());
                char other = noise.charAt(random.nextInt(noise.length()));
                switch (random.nextInt(4)) {
                    case 0 -> frame.deleteCharAt(at);
                    case 1 -> frame.insert(at, other);
                    case 2 -> frame.setCharAt(at, other);
                    default -> frame.setLength(at + 1);
                }
            }
            try {
                assertThat(EnvelopeCodec.decode(frame.toString())).isNotEmpty();
            } catch (RuntimeException e) {
                fail("seed " + seed + ", frame " + frame, e);
            }
        }
    }

    /** Each of these took some reader time quadratic in its length. */
    @Test
    void takesTimeInProportionToItsLength() {
        String manyNames =
                IntStream.range(0, 60_000).mapToObj(i -> "\"n" + i + "\":1").collect(Collectors.joining(","));
        // "Aa" and "BB" have one hash code, and so have all texts made of them: one bucket for 4,096 names.
        String oneBucket = IntStream.range(0, 4096)
                .mapToObj(
                        i -> Integer.toBinaryString(i + 4096).replace("0", "Aa").replace("1", "BB"))
                .map(name -> '"' + name + "\":1")
                .collect(Collectors.joining(","));
        for (String value : new String[] {
            "9".repeat(500_000),
            "1e" + "9".repeat(500_000),
            '"' + "\\n".repeat(250_000) + '"',
            '"' + "\\ud83d\\ude00".repeat(40_000) + '"',
            "{" + manyNames + "}",
            "{" + oneBucket + "}",
            "[" + "{\"a\":1},".repeat(50_000) + "0]",
        }) {
            for (String field : new String[] {"payload", "seq", "id", "headers"}) {
                assertTimeout(Duration.ofSeconds(3), () -> EnvelopeCodec.decode("{\"" + field + "\":" + value + "}"));
            }
        }
    }
}
