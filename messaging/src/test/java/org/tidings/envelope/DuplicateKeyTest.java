package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of two equal names parsers take the first, the last, or both: what is authorised and what is delivered could differ
 * (RFC 8259 §4, RFC 7493 §2.3).
 */
class DuplicateKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\":\"1\",\"id\":\"1\"",
                "\"channel\":\"a\",\"channel\":\"b\"",
                "\"channel\":\"a\",\"ch\\u0061nnel\":\"b\"",
                "\"action\":\"subscribe\"",
                "\"unknown\":1,\"unknown\":2",
                "\"payload\":1,\"payload\":1",
                "\"headers\":{\"a\":\"1\",\"a\":\"2\"}",
                "\"payload\":{\"a\":1,\"b\":2,\"a\":3}",
                "\"payload\":{\"\":1,\"\":2}",
                "\"payload\":[{},{\"a\":[{\"b\":1,\"\\u0062\":1}]}]",
                "\"unknown\":{\"a\":{\"x\":1,\"x\":1}}",
                "\"payload\":{\"\uD83D\uDE00\":1,\"\\ud83d\\ude00\":2}"
            })
    void refusesANameTwiceInOneObjectAtAnyDepth(String fields) {
        assertThat(EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\",\"action\":\"publish\"," + fields + "}"))
                .singleElement()
                .isInstanceOfSatisfying(Malformed.class, malformed -> assertThat(malformed.reason())
                        .isEqualTo("a name stands twice in one object"));
    }

    @Test
    void takesOneNameInSeveralObjects() {
        assertThat(EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"payload\":"
                        + "{\"v\":1,\"a\":{\"a\":[{\"a\":1},{\"a\":1}]},\"b\":{\"a\":1},\"A\":1}}"))
                .singleElement()
                .isInstanceOf(Envelope.class);
    }
}
