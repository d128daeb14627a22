package org.tidings.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that cannot be used must not pass for the default, and the operator must be told which one it is. */
class UnusableSettingTest {
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
                "[1]                                     | line 1: a JSON object is expected",
                "{\"a\":1} {}                            | not valid JSON",
                "{\"a\":1                                | not valid JSON",
                "                                        | not valid JSON",
                "{\"shards\":1,\"tidings.shards\":2}     | line 1: tidings.shards is set twice",
                "{\"a\":{\"b\":1},\"a.b\":2}             | a.b is set twice",
                "{\"a\":[{\"b\":1}]}                     | only texts, numbers, true and false",
                "{\"a\":[\"b,c\"]}                       | may not hold a comma"
            })
    void fileThatCannotHoldIsRefusedWithItsReason(String json, String reason) {
        assertThatThrownBy(() -> SettingsFile.parse("tidings.json", json == null ? "" : json))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("tidings.json")
                .hasMessageContaining(reason);
    }
}
