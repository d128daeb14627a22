package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Yasson passes over a member that it does not know, and in a list that the text does not end it looks for the end for ever.
 * No frame holds such a payload; who calls the reader with a text from elsewhere must not lose its thread all the same.
 */
class PayloadWithoutAnEndTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[", "{\"a\":[[1,2]", "{\"a\":{\"b\":[1", "{\"a\":{", "{", "", "{\"last\":1}x"})
    void isBadAndSoon(String text) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThatThrownBy(() -> Payloads.read(text, SubscribeOptions.class))
                        .isInstanceOf(BadPayload.class));
    }
}
