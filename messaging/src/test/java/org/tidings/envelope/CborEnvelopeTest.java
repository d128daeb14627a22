package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An envelope is the same envelope in CBOR as in JSON, and for a library that is not ours. */
class CborEnvelopeTest {

    private static final Envelope FULL = new Envelope(
            Envelope.Type.EVENT,
            Action.MESSAGE,
            "7",
            "orders:berlin",
            "{\"total\":12.50}",
            9120L,
            9003L,
            "k3",
            2,
            "4f1c-1",
            "alice \"\\\n\u0001\u2028\uD83D\uDE00",
            1_789_990_000_123L,
            Map.of("region", "e\u00fc"),
            1_789_990_060_123L,
            9);

    @Test
    void whatWasWrittenIsReadAsTheSame() {
        assertThat(decode(CborEnvelopeCodec.encode(FULL))).containsExactly(FULL);
    }

    @Test
    void anotherLibraryReadsTheSame() {
        CBORObject map = CBORObject.DecodeFromBytes(CborEnvelopeCodec.encode(FULL));
        assertThat(map.size()).isEqualTo(16);
        assertThat(map.get(EnvelopeField.TYPE.key()).AsInt32()).isEqualTo(3);
        assertThat(map.get(EnvelopeField.AT.key()).AsInt64Value()).isEqualTo(1_789_990_000_123L);
        assertThat(map.get(EnvelopeField.FROM.key()).AsString()).isEqualTo(FULL.from());
        CBORObject payload = map.get(EnvelopeField.PAYLOAD.key());
        assertThat(payload.HasOneTag(Cbor.EMBEDDED_JSON)).isTrue();
        assertThat(payload.GetByteString()).isEqualTo(FULL.payload().getBytes(StandardCharsets.UTF_8));
    }

    /** A random envelope, written by the other library with its keys in whatever order. */
    @Test
    void whatAnotherLibraryWritesIsRead() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Envelope envelope = random(random, seed + i);
            byte[] ours = CborEnvelopeCodec.encode(envelope);
            byte[] theirs = CBORObject.DecodeFromBytes(ours).EncodeToBytes();
            assertThat(decode(theirs)).as("seed %d", seed).containsExactly(envelope);
            assertThat(decode(ours)).as("seed %d", seed).containsExactly(envelope);
            assertThat(ours.length)
                    .as("seed %d: never longer than the text, or frames could be longer than announced", seed)
                    .isLessThan(EnvelopeCodec.encode(envelope).getBytes(StandardCharsets.UTF_8).length);
        }
    }

    /** What is put before an event's own fields for those who subscribed to a pattern. */
    @Test
    void anEventsPatternHasKeysToo() {
        byte[] event = CborEnvelopeCodec.transcode(
                List.of(
                        "{\"v\":1,\"type\":\"event\",\"action\":\"message\","
                                + "\"pattern\":\"orders:*\",\"patternPrev\":9002,\"shard\":2,\"channel\":\"orders:berlin\",\"payload\":1}"));
        CBORObject map = CBORObject.DecodeFromBytes(event);
        assertThat(map.get(16).AsString()).isEqualTo("orders:*");
        assertThat(map.get(17).AsInt32()).isEqualTo(9002);
        assertThat(decode(event)).singleElement().isInstanceOf(Envelope.class);
    }

    @Test
    void severalInOneFrameStandBehindEachOther() {
        List<Envelope> three = IntStream.range(0, 3)
                .mapToObj(i -> Envelope.request(Action.PING).id("" + i).build())
                .toList();
        byte[] frame = CborEnvelopeCodec.transcode(
                three.stream().map(EnvelopeCodec::encode).toList());
        assertThat(decode(frame)).isEqualTo(three);
        assertThat(CBORObject.DecodeSequenceFromBytes(frame)).hasSize(3);
    }

    /** RFC 8949 §4.1 asks for the shortest form only of who writes; some map encoders always leave room for 16 bits. */
    @Test
    void lengthsMayBeLongerThanTheyNeedBe() {
        assertThat(one("b90003 1800 1b0000000000000001 01 1900 00 02 780470696e67".replaceAll(" ", "")))
                .isEqualTo(Envelope.request(Action.PING).build());
    }

    /** JSON has blanks around a value and newlines between its tokens; an envelope on a text connection is one line. */
    @Test
    void aPayloadOfSeveralLinesGoesOutOnOne() {
        Envelope read = (Envelope)
                one("a4 00 01 01 00 02 677075626c697368 0f d90106 4b 0a5b0a20312c0d0a325d20".replaceAll(" ", ""));
        assertThat(read.payload()).isEqualTo("[\n 1,\r\n2]");
        assertThat(EnvelopeCodec.encode(read)).doesNotContain("\n").endsWith("\"payload\":[  1,\r 2]}");
    }

    /** UTF-8 has no place for it; in JSON it is an escape. Only names that came neither by socket nor by token could hold one. */
    @Test
    void halfOfASurrogatePairBecomesAQuestionMark() {
        byte[] bytes = CborEnvelopeCodec.encode(
                Envelope.event(Action.MESSAGE).from("a\uD83D").build());
        assertThat(CBORObject.DecodeFromBytes(bytes).get(10).AsString()).isEqualTo("a?");
    }

    private static Envelope random(Random random, long seed) {
        RandomJson json = new RandomJson(seed);
        String[] texts = {"x", "k3", "\u00e9\"\\", "a\u2028b\n", "\uD83D\uDE00", "x".repeat(23), "y".repeat(64), "/"};
        EnvelopeBuilder built = Envelope.event(texts[random.nextInt(texts.length)]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(30) - 3; i > 0; i--) {
            headers.put(i + texts[random.nextInt(5)], texts[random.nextInt(5)]);
        }
        return built.id(random.nextBoolean() ? null : texts[random.nextInt(texts.length)])
                .channel(random.nextBoolean() ? null : "c".repeat(random.nextInt(300)))
                .payload(random.nextInt(4) == 0 ? null : random.nextInt(20) == 0 ? json.longString() : json.value(3))
                .seq(random.nextBoolean() ? null : random.nextLong() >>> 1 + random.nextInt(62))
                .shard(random.nextBoolean() ? null : random.nextInt(300))
                .from(random.nextBoolean() ? null : texts[random.nextInt(texts.length)] + random.nextInt())
                .headers(headers)
                .priority(random.nextBoolean() ? null : random.nextInt(10))
                .build();
    }

    private static Decoded one(String hex) {
        List<Decoded> decoded = decode(HexFormat.of().parseHex(hex));
        assertThat(decoded).hasSize(1);
        return decoded.get(0);
    }

    private static List<Decoded> decode(byte[] frame) {
        return CborEnvelopeCodec.decode(ByteBuffer.wrap(frame));
    }
}
