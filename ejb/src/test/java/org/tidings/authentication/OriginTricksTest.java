package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/** A page of another origin that looks like an allowed one. */
class OriginTricksTest {
    private final OriginPolicy policy =
            allowing("https://app.example.com, http://localhost:8080, http://[::1]:8080, capacitor://localhost");

    @ParameterizedTest
    @ValueSource(
            strings = {"https://app.example.com", "http://localhost:8080", "http://[::1]:8080", "capacitor://localhost"
            })
    void listedOriginMayConnect(String origin) {
        assertThat(policy.allows(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.com",
                "HTTPS://app.example.com",
                "https://App.Example.com",
                "https://app.example.com:443",
                "https://app.example.com:8443",
                "https://app.example.com.",
                "https://app.example.com/",
                "https://app.example.com.evil.org",
                "https://app.example.com@evil.org",
                "https://evil.org#https://app.example.com",
                "https://evil.org?https://app.example.com",
                "https://evil-app.example.com",
                "https://evil.app.example.com",
                "https://appxexample.com",
                "https://example.com",
                "https://аpp.example.com", // Cyrillic а
                "https://xn--pp-6kc.example.com",
                "https://app.example.com, https://evil.org",
                "https://app.example.com https://evil.org",
                " https://app.example.com",
                "https://app.example.com\t",
                "https://app.example.com\u0000",
                "http://localhost",
                "http://localhost:80",
                "http://127.0.0.1:8080",
                "http://[0:0:0:0:0:0:0:1]:8080",
                "wss://app.example.com",
                "file://",
                "null",
                "*",
                ""
            })
    void anyOtherSpellingMayNot(String origin) {
        assertThat(policy.allows(origin)).isFalse();
    }

    @Test
    void nothingIsAllowedWhereNothingIsListed() {
        assertThat(allowing("").allows("http://localhost:8080")).isFalse();
        assertThat(allowing("").allows("null")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "https://*.example.com",
                "https://app.example.com/",
                "https://app.example.com/console",
                "https://App.example.com",
                "https://app.example.com:443",
                "http://localhost:80",
                "https://user@app.example.com",
                "https://app.example.com.",
                "https://bücher.example",
                "app.example.com",
                "https://"
            })
    void entryThatNoBrowserSendsIsRefusedAtStart(String entry) {
        assertThatThrownBy(() -> allowing(entry))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("tidings.allowed-origins");
    }

    private static OriginPolicy allowing(String list) {
        return new OriginPolicy(Settings.of(Map.of("tidings.allowed-origins", list)));
    }
}
