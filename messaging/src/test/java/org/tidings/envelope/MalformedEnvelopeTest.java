package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedEnvelopeTest {

    private static final String NOT_JSON = "the text is not JSON";

    /** Values that no JSON text may hold, each put where a payload stands. */
    static final List<String> NO_VALUES = List.of(
            "NaN",
            "Infinity",
            "-Infinity",
            "nul",
            "TRUE",
            "undefined",
            "'a'",
            "a", // words
            "01",
            "-01",
            "+1",
            "1.",
            ".5",
            "1.e5",
            "-",
            "1e",
            "1e+",
            "0x1F",
            "1_000",
            "\uFF11", // numbers
            "\"\u0001\"",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u\uFF11\uFF12\uFF13\uFF14\"",
            "\"\\'\"", // strings
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1}",
            "[",
            "]",
            "[1,,2]", // arrays
            "{\"a\":1,}",
            "{,}",
            "{a:1}",
            "{\"a\" 1}",
            "{\"a\"::1}",
            "{\"a\":}",
            "{1:2}",
            "{\"a\"}", // objects
            "1 /* one */",
            "1 // one",
            "1,",
            "1 2",
            "1\u00A0",
            "\u20281",
            "1\u0000",
            "\u000B1",
            ""); // and around them

    @ParameterizedTest
    @FieldSource("NO_VALUES")
    void refusesWhatIsNotJson(String value) {
        assertThat(decodeOne(
                        "{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"id\":\"7\",\"payload\":" + value + "}"))
                .isInstanceOfSatisfying(Malformed.class, malformed -> {
                    assertThat(malformed.id()).isEqualTo("7");
                    assertThat(malformed.action()).isEqualTo("publish");
                });
    }

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                Arguments.of("\"v\":2", "v is not 1"),
                Arguments.of("\"v\":0", "v is not 1"),
                Arguments.of("\"v\":\"1\"", "v is not 1"),
                Arguments.of("\"v\":1.0", "v is not 1"),
                Arguments.of("\"v\":1e0", "v is not 1"),
                Arguments.of("\"v\":true", "v is not 1"),
                Arguments.of("\"v\":null", "v is not 1"),
                Arguments.of("\"v\":[1]", "v is not 1"),
                Arguments.of("\"v\":18446744073709551617", "v is not 1"),
                Arguments.of("\"type\":1", "type is not a string"),
                Arguments.of("\"type\":null", "type is not a string"),
                Arguments.of("\"type\":\"Request\"", "type is not one of request, reply, error, event"),
                Arguments.of("\"type\":\"\"", "type is not one of request, reply, error, event"),
                Arguments.of("\"action\":7", "action is not a string of 1 to 64 characters"),
                Arguments.of("\"action\":\"\"", "action is not a string of 1 to 64 characters"),
                Arguments.of("\"action\":\"" + "a".repeat(65) + '"', "action is not a string of 1 to 64 characters"),
                Arguments.of("\"id\":7", "id is not a string of 1 to 64 characters"),
                Arguments.of("\"id\":null", "id is not a string of 1 to 64 characters"),
                Arguments.of("\"id\":\"\"", "id is not a string of 1 to 64 characters"),
                Arguments.of("\"id\":\"" + "i".repeat(65) + '"', "id is not a string of 1 to 64 characters"),
                Arguments.of("\"channel\":{}", "channel is not a string"),
                Arguments.of("\"messageId\":12", "messageId is not a string of 1 to 64 characters"),
                Arguments.of(
                        "\"messageId\":\"" + "m".repeat(65) + '"', "messageId is not a string of 1 to 64 characters"),
                Arguments.of("\"from\":[]", "from is not a string"),
                Arguments.of("\"epoch\":3", "epoch is not a string of 1 to 64 characters"),
                Arguments.of("\"seq\":-1", "seq is not an integer from 0"),
                Arguments.of("\"seq\":\"1\"", "seq is not an integer from 0"),
                Arguments.of("\"seq\":9223372036854775808", "seq is not an integer from 0"),
                Arguments.of("\"seq\":1e3", "seq is not an integer from 0"),
                Arguments.of("\"seq\":1e999999999", "seq is not an integer from 0"),
                Arguments.of("\"prev\":1.5", "prev is not an integer from 0"),
                Arguments.of("\"shard\":2147483648", "shard is not an integer from 0"),
                Arguments.of("\"at\":false", "at is not an integer from 0"),
                Arguments.of("\"expiresAt\":-5", "expiresAt is not an integer from 0"),
                Arguments.of("\"priority\":10", "priority is not an integer from 0 to 9"),
                Arguments.of("\"priority\":-1", "priority is not an integer from 0 to 9"),
                Arguments.of("\"priority\":4294967300", "priority is not an integer from 0 to 9"),
                Arguments.of("\"headers\":[]", "headers are not an object of strings"),
                Arguments.of("\"headers\":null", "headers are not an object of strings"),
                Arguments.of("\"headers\":{\"a\":1}", "headers are not an object of strings"),
                Arguments.of("\"headers\":{\"a\":\"b\",\"c\":{\"d\":[]}}", "headers are not an object of strings"),
                Arguments.of("\"headers\":{\"k\":\"" + "x".repeat(2048) + "\"}", "headers exceed 2048 bytes"),
                Arguments.of("\"headers\":{\"k\":\"" + "\u00e9".repeat(1024) + "\"}", "headers exceed 2048 bytes"));
    }

    /** The id stands behind the wrong field, and still reaches whoever answers. */
    @ParameterizedTest
    @MethodSource("wrongFields")
    void namesTheWrongFieldAndKeepsTheId(String field, String reason) {
        StringBuilder line = new StringBuilder("{").append(field);
        String name = field.substring(1, field.indexOf(':') - 1);
        for (String right : List.of("\"v\":1", "\"type\":\"request\"", "\"action\":\"publish\"", "\"id\":\"7\"")) {
            if (!right.startsWith("\"" + name + '"')) {
                line.append(',').append(right);
            }
        }
        assertThat(decodeOne(line.append('}').toString()))
                .isEqualTo(new Malformed(
                        name.equals("id") ? null : "7", name.equals("action") ? null : "publish", reason));
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                Arguments.of("", "the frame holds no envelope"),
                Arguments.of("\n\n", "the frame holds no envelope"),
                Arguments.of(" \t\r\n ", "the frame holds no envelope"),
                Arguments.of("{}", "v is missing"),
                Arguments.of("{\"v\":1}", "type is missing"),
                Arguments.of("{\"v\":1,\"type\":\"request\"}", "action is missing"),
                Arguments.of("{\"V\":1,\"type\":\"request\"}", "v is missing"),
                Arguments.of("[]", "an envelope is a JSON object"),
                Arguments.of("\"ping\"", "an envelope is a JSON object"),
                Arguments.of("null", "an envelope is a JSON object"),
                Arguments.of("1", "an envelope is a JSON object"),
                Arguments.of("ping", NOT_JSON),
                Arguments.of("}", NOT_JSON),
                Arguments.of("\uFEFF{\"v\":1}", "the text starts with a byte order mark"),
                Arguments.of("{\"v\":1} {\"v\":1}", "something follows the value"),
                Arguments.of("{\"v\":1}]", "something follows the value"),
                Arguments.of("{\"v\":1}\u0000", "something follows the value"),
                Arguments.of("{\"v\":1},", "something follows the value"),
                Arguments.of("{\"v\":1}\uFEFF", "something follows the value"),
                Arguments.of("{", JsonWalk.ENDS_EARLY),
                Arguments.of("{\"v", JsonWalk.ENDS_EARLY),
                Arguments.of("{\"v\":", JsonWalk.ENDS_EARLY),
                Arguments.of("{\"v\":1", JsonWalk.ENDS_EARLY),
                Arguments.of("{\"v\":1,\"payload\":\"abc", JsonWalk.ENDS_EARLY),
                Arguments.of("{\"v\":1,\"payload\":\"abc\\u00", JsonWalk.ENDS_EARLY),
                Arguments.of("{\"v\":1,\"payload\":[1,[", JsonWalk.ENDS_EARLY));
    }

    @ParameterizedTest
    @MethodSource("wrongLines")
    void saysWhatIsWrongWithTheLine(String line, String reason) {
        assertThat(decodeOne(line)).isEqualTo(new Malformed(null, null, reason));
    }

    static Stream<Arguments> missingFields() {
        return Stream.of(
                Arguments.of("\"type\":\"request\"", "v is missing"),
                Arguments.of("\"V\":1,\"type\":\"request\"", "v is missing"),
                Arguments.of("\"v\":1", "type is missing"));
    }

    @ParameterizedTest
    @MethodSource("missingFields")
    void saysWhichFieldIsMissingUnderTheIdAndAction(String fields, String reason) {
        assertThat(decodeOne("{" + fields + ",\"action\":\"ping\",\"id\":\"7\"}"))
                .isEqualTo(new Malformed("7", "ping", reason));
    }

    /** Parsson counts wrongly behind a number with which the text ends: the payload was cut out of nowhere. */
    @Test
    void refusesALineThatEndsWithinAPayloadsNumber() {
        assertThat(decodeOne("{\"v\":1,\"type\":\"event\",\"action\":\"message\",\"payload\":1E-3"))
                .isEqualTo(new Malformed(null, "message", JsonWalk.ENDS_EARLY));
    }

    @Test
    void answersUnderWhatCouldBeRead() {
        assertThat(EnvelopeCodec.encode(new Malformed("7", null, "v is missing").answer()))
                .startsWith("{\"v\":1,\"type\":\"error\",\"action\":\"unknown\",\"id\":\"7\",\"payload\":{")
                .contains("\"code\":\"bad-envelope\"");
    }

    private static Decoded decodeOne(String frame) {
        List<Decoded> decoded = EnvelopeCodec.decode(frame);
        assertThat(decoded).hasSize(1);
        return decoded.get(0);
    }
}
