package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A frame of any bytes. What is taken for an envelope is JSON by the letter of the standard, with the same values; its
 * payload stands in the frame as it is; what is written for it is read as the same. What is not taken is answered.
 */
public final class EnvelopeFuzz {

    private EnvelopeFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        String frame = text(input);
        List<Decoded> decoded = EnvelopeCodec.decode(frame);
        assertThat(decoded).isNotEmpty();
        Iterator<String> lines = List.of(frame.split("\n")).iterator();
        for (Decoded one : decoded) {
            if (one instanceof Envelope envelope) {
                assertSame(envelope, lineOf(envelope, lines));
                assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).containsExactly(envelope);
            } else if (one instanceof Malformed malformed) {
                assertThat(malformed.reason()).matches("[ -~]{5,100}");
                assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(malformed.answer())))
                        .singleElement()
                        .isInstanceOf(Envelope.class);
            }
        }
    }

    /** UTF-8 as a container decodes it; behind a byte 0xFF in UTF-16, where halves of surrogate pairs can stand alone. */
    static String text(byte[] input) {
        if (input.length == 0 || input[0] != (byte) 0xFF) {
            return new String(input, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(input.length / 2);
        for (int i = 1; i + 1 < input.length; i += 2) {
            text.append((char) (input[i] << 8 | input[i + 1] & 0xFF));
        }
        return text.toString();
    }

    private static String lineOf(Envelope envelope, Iterator<String> lines) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (EnvelopeCodec.decode(line).contains(envelope)) {
                return line;
            }
        }
        throw new AssertionError("no line of the frame is this envelope: " + envelope);
    }

    private static void assertSame(Envelope envelope, String line) {
        Map<?, ?> json = (Map<?, ?>) PlainJson.parse(line);
        assertThat(number(json.get("v"))).isEqualTo(1L);
        assertThat(json.get("type")).isEqualTo(envelope.type().wireName());
        assertThat(json.get("action")).isEqualTo(envelope.action());
        assertThat(json.get("id")).isEqualTo(envelope.id());
        assertThat(json.get("channel")).isEqualTo(envelope.channel());
        assertThat(json.get("messageId")).isEqualTo(envelope.messageId());
        assertThat(json.get("from")).isEqualTo(envelope.from());
        assertThat(json.get("epoch")).isEqualTo(envelope.epoch());
        assertThat(number(json.get("seq"))).isEqualTo(envelope.seq());
        assertThat(number(json.get("prev"))).isEqualTo(envelope.prev());
        assertThat(number(json.get("at"))).isEqualTo(envelope.at());
        assertThat(number(json.get("expiresAt"))).isEqualTo(envelope.expiresAt());
        assertThat(number(json.get("shard"))).isEqualTo(wide(envelope.shard()));
        assertThat(number(json.get("priority"))).isEqualTo(wide(envelope.priority()));
        assertThat(json.containsKey("headers") ? json.get("headers") : Map.of()).isEqualTo(envelope.headers());
        assertThat(json.containsKey("payload")).isEqualTo(envelope.payload() != null);
        if (envelope.payload() != null) {
            assertThat(line).contains(envelope.payload());
            assertThat(PlainJson.parse(envelope.payload())).isEqualTo(json.get("payload"));
        }
    }

    private static Long number(Object json) {
        return json == null ? null : Long.valueOf(((PlainJson.Number) json).written());
    }

    private static Long wide(Integer number) {
        return number == null ? null : Long.valueOf(number);
    }
}
