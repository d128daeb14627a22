package org.tidings.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator sets a key in one place and something else holds. */
class SettingsOrderTest {
    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void nameFile() {
        properties.put("tidings.config", folder.resolve("tidings.json").toString());
    }

    @Test
    void propertyHoldsBeforeEnvironmentAndFile() throws IOException {
        properties.put("tidings.shards", "1");
        environment.put("TIDINGS_SHARDS", "2");

        assertThat(with("{\"shards\":3}").getInt("tidings.shards", 4, 1, 64)).isEqualTo(1);
    }

    @Test
    void environmentHoldsBeforeFile() throws IOException {
        environment.put("TIDINGS_SHARDS", "2");

        assertThat(with("{\"shards\":3}").getInt("tidings.shards", 4, 1, 64)).isEqualTo(2);
    }

    @Test
    void fileHoldsBeforeFallback() throws IOException {
        assertThat(with("{\"shards\":3}").getInt("tidings.shards", 4, 1, 64)).isEqualTo(3);
    }

    @Test
    void fallbackHoldsWhereNothingIsSet() throws IOException {
        assertThat(with("{}").getInt("tidings.shards", 4, 1, 64)).isEqualTo(4);
    }

    @Test
    void environmentIsAskedForTheExactNameThenUnderscoresThenUpperCase() throws IOException {
        environment.put("TIDINGS_LOG_RING_SIZE", "3");
        assertThat(with("{}").find("tidings.log.ring-size")).contains("3");

        environment.put("tidings_log_ring_size", "2");
        assertThat(with("{}").find("tidings.log.ring-size")).contains("2");

        environment.put("tidings.log.ring-size", "1");
        assertThat(with("{}").find("tidings.log.ring-size")).contains("1");
    }

    @Test
    void emptyValueHidesWhatALaterSourceSays() throws IOException {
        properties.put("tidings.broker.user", "");
        environment.put("TIDINGS_BROKER_USER", "someone");

        assertThat(with("{}").find("tidings.broker.user")).isEmpty();
    }

    @Test
    void launcherProposesWhereNothingIsSet() throws IOException {
        properties.put("tidings.launcher.tidings.channels", "open");

        assertThat(with("{}").find("tidings.channels")).contains("open");
        assertThat(with("{\"channels\":\"denied\"}").find("tidings.channels")).contains("denied");
    }

    @Test
    void emptyValueHidesWhatTheLauncherProposes() throws IOException {
        properties.put("tidings.launcher.tidings.channels", "open");
        environment.put("TIDINGS_CHANNELS", "");

        assertThat(with("{}").find("tidings.channels")).isEmpty();
    }

    @Test
    void launcherProposesNoIssuerBesideTheOperatorsKeys() throws IOException {
        properties.put("tidings.launcher.mp.jwt.verify.issuer", "tidings-development");

        assertThat(with("{}").find("mp.jwt.verify.issuer")).contains("tidings-development");
        assertThat(with("{\"mp.jwt.verify.publickey.location\":\"keys.pem\"}").find("mp.jwt.verify.issuer"))
                .isEmpty();
    }

    @Test
    void fileMayNestAndMayLeaveOutThePrefix() throws IOException {
        Settings settings = with(
                """
                {"tidings": {"shards": 8}, "log": {"ring-size": 9}, "mp.jwt.verify.issuer": "me",
                 "mp": {"jwt": {"verify": {"audiences": ["a", "b"]}}}, "instance": null, "max-subscriptions": 7}
                """);

        assertThat(settings.find("tidings.shards")).contains("8");
        assertThat(settings.find("tidings.log.ring-size")).contains("9");
        assertThat(settings.find("mp.jwt.verify.issuer")).contains("me");
        assertThat(settings.getList("mp.jwt.verify.audiences")).containsExactly("a", "b");
        assertThat(settings.find("tidings.instance")).isEmpty();
        assertThat(settings.find("tidings.max-subscriptions")).contains("7");
    }

    @Test
    void listIsTrimmedAndWithoutEmptyElements() {
        assertThat(Settings.of(Map.of("tidings.allowed-origins", " a , ,b,")).getList("tidings.allowed-origins"))
                .containsExactly("a", "b");
    }

    private Settings with(String json) throws IOException {
        Files.writeString(folder.resolve("tidings.json"), json);
        return Settings.load(properties::get, environment);
    }
}
