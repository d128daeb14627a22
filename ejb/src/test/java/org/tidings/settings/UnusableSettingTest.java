package org.tidings.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that cannot be used must not pass for the default, and the operator must be told which one it is. */
class UnusableSettingTest {
    private Path file;

    @BeforeEach
    void name(@TempDir Path folder) {
        file = folder.resolve("tidings.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "-1", "four", "4.0", "4 4", "0x4", "99999999999999999999"})
    void numberOutsideItsRangeIsRefused(String value) {
        Settings settings = Settings.of(Map.of("tidings.shards", value));

        assertThatThrownBy(() -> settings.getInt("tidings.shards", 4, 1, 64))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("tidings.shards = \"" + value
                        + "\" (from system property) is not allowed: expected a whole number from 1 to 64");
    }

    @Test
    void typingErrorInABooleanIsNotTakenForNo() {
        Settings settings = Settings.of(Map.of("tidings.x", "ture"));

        assertThatThrownBy(() -> settings.getBoolean("tidings.x", true))
                .hasMessageContaining("tidings.x = \"ture\"")
                .hasMessageContaining("expected true or false");
    }

    @Test
    void unknownChoiceIsRefused() {
        Settings settings = Settings.of(Map.of("tidings.channels", "opne"));

        assertThatThrownBy(() -> settings.getOneOf("tidings.channels", "denied", "open", "denied"))
                .hasMessageContaining("expected open or denied");
    }

    @Test
    void messageNamesTheEnvironmentVariable() {
        Settings settings = Settings.load(key -> null, Map.of("TIDINGS_SHARDS", "many"));

        assertThatThrownBy(() -> settings.getInt("tidings.shards", 4, 1, 64))
                .hasMessageContaining("(from environment variable TIDINGS_SHARDS)");
    }

    @Test
    void messageStaysOneShortLineWhateverTheValueIs() {
        Settings settings = Settings.of(Map.of("tidings.shards", "1\n2\u0007" + "x".repeat(5_000)));

        assertThatThrownBy(() -> settings.getInt("tidings.shards", 4, 1, 64))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .doesNotContainPattern("\\p{Cntrl}")
                        .hasSizeLessThan(300));
    }

    @Test
    void missingFileIsNamed(@TempDir Path folder) {
        String missing = folder.resolve("missing.json").toString();

        assertThatThrownBy(() -> Settings.load(key -> key.equals("tidings.config") ? missing : null, Map.of()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[1]                                     | :1:1: a JSON object is expected, not a list",
                "{\"shards\":1} {}                     | not valid JSON",
                "{\"shards\":1                         | not valid JSON",
                "                                        | not valid JSON",
                "{\"shards\":1,\"tidings.shards\":2} | :1:13: tidings.shards: is set twice",
                "{\"log\":{\"ring-size\":1},\"log.ring-size\":2} | is set twice",
                "{\"shards\":1,\"shards\":2}         | :1:13: shards: stands here for the second time",
                "{\"allowed-origins\":[{\"b\":1}]}   | :1:21: allowed-origins[0]: only texts, numbers, true and false",
                "{\"allowed-origins\":[\"b,c\"]}     | may not hold a comma",
                "{\"shards\":{\"a\":1}}               | shards: a value is expected, not an object",
                "{\"shrads\":1}                         | no setting of the name \"shrads\"; did you mean \"shards\"?",
                "{\"log\":{\"ring-sise\":1}}          | did you mean \"log.ring-size\"?",
                "{\"rule\":[{\"allow\":1}]}           | did you mean \"rules\"?",
                "{\"config\":\"other.json\"}          | no setting of the name \"config\"",
            })
    void fileThatCannotHoldIsRefusedWithItsReason(String json, String reason) throws IOException {
        assertThatThrownBy(() -> load(json == null ? "" : json))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("tidings.json")
                .hasMessageContaining(reason);
    }

    @Test
    void everyMistakeIsToldInTheOrderOfTheFile() throws IOException {
        assertThatThrownBy(
                        () -> load(
                                """
                        {
                          "shrads": 4,
                          "log": {"ring-size": 9,
                                  "ring-sise": 9},
                          "allowed-origins": [null]
                        }
                        """))
                .satisfies(refused -> assertThat(
                                refused.getMessage().lines().map(line -> line.replaceFirst(".*json:", "")))
                        .satisfiesExactly(
                                first -> assertThat(first).startsWith("2:3: shrads: no setting"),
                                second -> assertThat(second).startsWith("4:11: log.ring-sise: no setting"),
                                third -> assertThat(third).startsWith("5:23: allowed-origins[0]: only texts")));
    }

    @Test
    void valueOfTheFileThatIsNotAllowedIsToldWithItsLine() throws IOException {
        Settings settings = load("{\n  \"shards\": 0\n}");

        assertThatThrownBy(() -> settings.getInt("tidings.shards", 4, 1, 64))
                .hasMessageContaining("tidings.json, line 2)")
                .isInstanceOfSatisfying(InvalidSetting.class, refused -> assertThat(refused.mistakes())
                        .singleElement()
                        .hasToString(
                                file + ":2:3: shards: \"0\" is not allowed: expected a whole number from 1 to 64"));
    }

    private Settings load(String json) throws IOException {
        Files.writeString(file, json);
        return Settings.load(key -> key.equals("tidings.config") ? file.toString() : null, Map.of());
    }
}
