package org.tidings.control;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application's text with a number of 1,200 digits, or with an exponent of eleven, or a thousand lists in one another,
 * once ended in exceptions that nobody caught: it was given to the next instance, and the next, and nothing behind it could
 * be revoked. Whatever is sent is a directive or {@link BadDirective}, which goes to the dead letters.
 */
class PoisonousDirectiveTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                hazard("digits", "\"until\":" + "9".repeat(1_200)),
                hazard("exponent", "\"until\":1e99999999999"),
                hazard("negative exponent", "\"until\":1e-99999999999"),
                hazard("fraction", "\"until\":1900000000000.5"),
                hazard("minus zero", "\"until\":-0"),
                hazard("depth", "\"x\":" + "[".repeat(1_100) + "]".repeat(1_100)),
                hazard("list without an end", "\"x\":[1,"),
                hazard("name twice", "\"jti\":\"a\",\"jti\":\"b\""),
                hazard("name twice, escaped once", "\"jti\":\"a\",\"\\u006ati\":\"b\""),
                hazard("half of a pair", "\"jti\":\"\\ud800\""),
                hazard("nothing that is named", "\"jti\":\" \""),
                hazard("no text", "\"jti\":{}"));
    }

    private static Arguments hazard(String name, String members) {
        return Arguments.of(name, "{\"directive\":\"revoke\",\"subject\":\"alice\"," + members + "}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isABadDirective(String hazard, String text) {
        assertThatThrownBy(() -> new DirectiveCodec(60_000).decode(text, 1_800_000_000_000L))
                .isInstanceOf(BadDirective.class);
    }
}
