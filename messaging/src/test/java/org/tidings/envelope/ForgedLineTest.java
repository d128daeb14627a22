package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever publishes chooses the payload, and where JSON is written line by line, to a terminal or a file, must not write a
 * line of somebody else's with it.
 */
class ForgedLineTest {

    private static final String FORGED = "{\"channel\":\"bank:orders\",\"payload\":\"sell\"}";

    /** JSON takes a carriage return for a blank; Python, Java and terminals take it for the end of a line. */
    @Test
    void carriageReturnBetweenTokensBeginsNoLine() {
        String line = VisibleJson.of("{\"payload\":[1,\r" + FORGED + "\r]}");

        assertThat(line.lines()).hasSize(1);
        assertThat(PlainJson.parse(line)).isEqualTo(PlainJson.parse("{\"payload\":[1," + FORGED + "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            chars = {
                '\u007F', '\u0085', '\u009B', '\u061C', '\u200E', '\u200F', '\u2028', '\u2029', '\u202A', '\u202E',
                '\u2066', '\u2069', '\uFEFF'
            })
    void noCharacterThatIsMoreThanOneIsLeft(char deceptive) {
        String json = "{\"payload\":\"a" + deceptive + "[2J" + deceptive + FORGED.replace("\"", "\\\"") + "\"}";
        String line = VisibleJson.of(json);

        assertThat(line).doesNotContain(String.valueOf(deceptive)).contains(String.format("\\u%04x", (int) deceptive));
        assertThat(PlainJson.parse(line)).isEqualTo(PlainJson.parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"a\":\"\u00e9 \u05d0 \uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDE80\",\"b\":[1.50, -0]}"})
    void allElseIsLeftAsItIs(String json) {
        assertThat(VisibleJson.of(json)).isSameAs(json);
    }
}
