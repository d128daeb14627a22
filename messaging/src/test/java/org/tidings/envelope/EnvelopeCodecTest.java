package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {

    @Test
    void readsBackEveryFieldItWrote() {
        Envelope message = Envelope.event(Action.MESSAGE)
                .id("7")
                .channel("orders:7")
                .seq(Long.MAX_VALUE)
                .prev(0L)
                .epoch("k3")
                .shard(2)
                .messageId("m-1")
                .from("ali\"ce\u2028")
                .at(1_700_000_000_000L)
                .headers(Map.of("trace", "a\\b\n"))
                .expiresAt(1_700_000_060_000L)
                .priority(9)
                .payload("{ \"a\" : [1.0, 1e5, \"\\u00e9\"] }")
                .build();
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(message))).containsExactly(message);
    }

    @Test
    void leavesOutWhatIsAbsent() {
        assertThat(EnvelopeCodec.encode(Envelope.request(Action.PING).id("1").build()))
                .isEqualTo("{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"}");
    }

    @Test
    void keepsTheOrderOfHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : new String[] {"z", "a", "m", "b", "y"}) {
            headers.put(name, name);
        }
        Envelope publish = Envelope.request(Action.PUBLISH).headers(headers).build();
        Envelope read =
                (Envelope) EnvelopeCodec.decode(EnvelopeCodec.encode(publish)).get(0);
        assertThat(read.headers().keySet()).containsExactly("z", "a", "m", "b", "y");
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        assertThat(EnvelopeCodec.decode(
                        "{\"later\":{\"v\":2,\"id\":[]},\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"x\":null}"))
                .containsExactly(Envelope.request(Action.PING).build());
    }

    @Test
    void takesAPayloadOfNullForAPayload() {
        Envelope read = (Envelope)
                EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"payload\":null}")
                        .get(0);
        assertThat(read.payload()).isEqualTo("null");
    }

    @Test
    void takesTheLongestIdsAndHeaders() {
        Envelope publish = Envelope.request(Action.PUBLISH)
                .id("i".repeat(64))
                .messageId("\u00e9".repeat(64))
                .headers(Map.of("k", "\u00e9".repeat(1023) + "x"))
                .build();
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(publish))).containsExactly(publish);
    }

    @Test
    void quotesWhateverWouldBreakAReader() {
        StringBuilder out = new StringBuilder();
        EnvelopeCodec.quote(out, "\"\\\n\r\t\b\u0000\u001f/\u2028\u2029\u00e9\uD83D\uDE00");
        assertThat(out).hasToString("\"\\\"\\\\\\n\\r\\t\\u0008\\u0000\\u001f/\\u2028\\u2029\u00e9\uD83D\uDE00\"");
    }

    @Test
    void escapesHalfSurrogatePairsThatUtf8CannotCarry() {
        StringBuilder out = new StringBuilder();
        EnvelopeCodec.quote(out, "\uDE00a\uD83D");
        EnvelopeCodec.quote(out, "\uD83D\uD83D\uDE00\uDE00");
        assertThat(out).hasToString("\"\\ude00a\\ud83d\"\"\\ud83d\uD83D\uDE00\\ude00\"");
    }

    /** A program may publish JSON over several lines; a newline on the wire would cut its envelope in two. */
    @Test
    void writesAPayloadOfSeveralLinesOnOne() {
        Envelope publish =
                Envelope.request(Action.PUBLISH).payload("{\n  \"a\": 1\r\n}").build();
        assertThat(EnvelopeCodec.encode(publish)).doesNotContain("\n").endsWith("\"payload\":{   \"a\": 1\r }}");
    }

    @Test
    void answersARequestUnderItsActionAndId() {
        Envelope request =
                Envelope.request(Action.PUBLISH).id("7").channel("a:b").build();
        assertThat(request.reply().seq(5L).build())
                .isEqualTo(new EnvelopeBuilder(Envelope.Type.REPLY, "publish")
                        .id("7")
                        .seq(5L)
                        .build());
        assertThat(EnvelopeCodec.encode(request.error(ErrorPayload.of(ErrorCode.RATE_LIMITED, "slow down", 250))))
                .isEqualTo(
                        "{\"v\":1,\"type\":\"error\",\"action\":\"publish\",\"id\":\"7\",\"payload\":"
                                + "{\"code\":\"rate-limited\",\"message\":\"slow down\",\"retryAfterMs\":250,\"temporary\":true}}");
    }
}
