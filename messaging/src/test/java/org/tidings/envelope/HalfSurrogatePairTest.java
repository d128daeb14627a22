package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JSON's grammar allows {@code "\ud800"}; UTF-8 does not. Some languages replace it, some fail on it, so that subscribers
 * would see different payloads: refused for everybody instead (RFC 7493 §2.1).
 */
class HalfSurrogatePairTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\uDBFFx\"",
                "\"a\\udc00\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800\\ud800\\udc00\"",
                "\"\\ud83d\\ude00\\ude00\"",
                "\"\\ud83d \\ude00\"",
                "\"\uD800\"",
                "\"\uDC00\uD800\"",
                "[\"fine\",{\"a\\ud800\":1}]"
            })
    void isRefused(String payload) {
        assertThat(EnvelopeCodec.decode(publish(payload)))
                .singleElement()
                .isInstanceOfSatisfying(Malformed.class, malformed -> assertThat(malformed.reason())
                        .isEqualTo("a string holds half of a surrogate pair"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\\ud83d\\ude00\"", "\"\uD83D\uDE00\"", "\"\\\\ud800\"", "\"\\uD83D\\uDE00\\uD83D\\uDE01\""})
    void doesNotTouchWholePairs(String payload) {
        assertThat(EnvelopeCodec.decode(publish(payload)))
                .singleElement()
                .isInstanceOfSatisfying(Envelope.class, envelope -> assertThat(envelope.payload())
                        .isEqualTo(payload));
    }

    private static String publish(String payload) {
        return "{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"payload\":" + payload + "}";
    }
}
