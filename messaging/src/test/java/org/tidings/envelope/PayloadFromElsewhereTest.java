package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads of programs and of HTTP go into envelopes as they are: one that is no single value could forge fields. */
class PayloadFromElsewhereTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "null", " {\"a\":[]} ", "[\n1,\n2\n]", "-0.0e-1"})
    void isTakenIfItIsOneValue(String json) {
        assertThat(Payloads.isPayload(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1,\"from\":\"admin\"",
                "{}}",
                "{}{}",
                "1 2",
                "nul",
                "\"a",
                "{\"a\":1,\"a\":1}",
                "\"\\ud800\"",
                "\uFEFF1",
                "1}\n{\"v\":1"
            })
    void isRefusedOtherwise(String text) {
        assertThat(Payloads.isPayload(text)).isFalse();
    }

    @Test
    void isRefusedWhereNoEnvelopeHasRoomForItsDepth() {
        assertThat(Payloads.isPayload("[".repeat(63) + "]".repeat(63))).isTrue();
        assertThat(Payloads.isPayload("[".repeat(64) + "]".repeat(64))).isFalse();
    }
}
