package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recursive reader dies of a frame of opening brackets; this one counts. */
class DeepNestingTest {

    private static final int DEEPEST_PAYLOAD = Envelope.MAX_DEPTH - 1;

    @ParameterizedTest
    @ValueSource(strings = {"payload", "unknown"})
    void takesExactlyTheDepthThatTheProtocolNames(String field) {
        assertThat(decode(field, arrays(DEEPEST_PAYLOAD))).isInstanceOf(Envelope.class);
        assertThat(decode(field, objects(DEEPEST_PAYLOAD))).isInstanceOf(Envelope.class);
        assertThat(decode(field, arrays(DEEPEST_PAYLOAD + 1))).isEqualTo(tooDeep());
        assertThat(decode(field, objects(DEEPEST_PAYLOAD + 1))).isEqualTo(tooDeep());
    }

    @Test
    void countsWhatIsOpenAndNotWhatIsThere() {
        String many = "[" + "[[]],{\"a\":{}},".repeat(2000) + "0]";
        assertThat(decode("payload", many)).isInstanceOf(Envelope.class);
    }

    @Test
    void refusesAFrameOfBracketsAtOnce() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(decode("payload", "[".repeat(65_000))).isEqualTo(tooDeep());
            assertThat(decode("payload", "{\"a\":".repeat(13_000))).isEqualTo(tooDeep());
            assertThat(EnvelopeCodec.decode("[".repeat(65_000))).hasSize(1);
        });
    }

    /** A reply to history wraps events, which must not become unreadable by that. */
    @Test
    void aHistoryReplyCarriesTheDeepestPayload() throws BadPayload {
        Envelope event = Envelope.event(Action.MESSAGE)
                .seq(1L)
                .payload(arrays(DEEPEST_PAYLOAD))
                .build();
        Envelope reply = Envelope.request(Action.HISTORY)
                .id("1")
                .build()
                .reply()
                .payload(HistoryPage.write(List.of(EnvelopeCodec.encode(event)), false, null, List.of()))
                .build();
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(reply))).containsExactly(reply);
        assertThat(HistoryPage.read(reply.payload()).events()).containsExactly(event);
    }

    private static Malformed tooDeep() {
        return new Malformed("7", "publish", JsonWalk.TOO_DEEP);
    }

    private static Decoded decode(String field, String value) {
        return EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"id\":\"7\",\"" + field
                        + "\":" + value + "}")
                .get(0);
    }

    private static String arrays(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String objects(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }
}
