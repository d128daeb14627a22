package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A payload that is read and written again changes: 1.0 becomes 1, 1e5 becomes 100000, names change places, and a
 * signature over it breaks. So it is cut out of the frame by the parser's offsets. Those count through a buffer that is
 * refilled and grows, hence the long strings around it.
 */
class PayloadPassesByteForByteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0",
                "1.0",
                "1e5",
                "1E+05",
                "123456789012345678901234567890.5e-3",
                "true",
                "false",
                "null",
                "\"\"",
                "\"a\\u00e9\\n\\/\\\"\"",
                "\"\uD83D\uDE00\"",
                "\"\\ud83d\\ude00\"",
                "{}",
                "[]",
                "[ 1 ,\t2 ]",
                "{\"b\":1,\"a\":{\"payload\":[{}]}}"
            })
    void ofEveryKind(String payload) {
        for (String blanks : List.of("", " ", " \t\r ")) {
            assertPasses("{\"v\":1,\"type\":\"event\",\"action\":\"message\",\"payload\"", blanks, payload, "}");
            assertPasses("{\"payload\"", blanks, payload, ",\"v\":1,\"type\":\"event\",\"action\":\"message\"}");
        }
    }

    @Test
    void whereverItStandsInTheParsersBuffer() {
        for (int edge : new int[] {4096, 8192, 16_384}) {
            for (int padding = edge - 90; padding < edge + 10; padding++) {
                String head = "{\"v\":1,\"type\":\"event\",\"action\":\"message\",\"x\":\"" + "x".repeat(padding) + '"';
                assertPasses(head + ",\"payload\"", "  ", "{\"a\":[1.0,\"\uD83D\uDE00\"]}", ",\"y\":1}");
                assertPasses(head + ",\"payload\"", "", "1e5", "}");
            }
        }
    }

    @Test
    void whateverItHolds() {
        long seed = new Random().nextLong();
        System.out.println("PayloadPassesByteForByteTest seed " + seed);
        RandomJson json = new RandomJson(seed);
        for (int i = 0; i < 3000; i++) {
            String payload = i % 10 == 0 ? json.longString() : json.value(6);
            String around = i % 7 == 0 ? json.longString() : json.value(3);
            assertPasses(
                    "{\"v\":1,\"type\":\"event\",\"around\":" + around + ",\"action\":\"message\",\"payload\"",
                    json.blanks(),
                    payload,
                    json.blanks() + ",\"behind\":" + around + "}" + json.blanks());
        }
    }

    private static void assertPasses(String head, String blanks, String payload, String tail) {
        String frame = head + blanks + ":" + blanks + payload + blanks + tail;
        assertThat(EnvelopeCodec.decode(frame)).singleElement().isInstanceOfSatisfying(Envelope.class, envelope -> {
            assertThat(envelope.payload()).isEqualTo(payload);
            assertThat(EnvelopeCodec.encode(envelope)).endsWith(",\"payload\":" + payload + "}");
        });
    }
}
