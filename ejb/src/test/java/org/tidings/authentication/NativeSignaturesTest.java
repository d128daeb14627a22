package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.security.Provider;
import java.security.Security;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidings.settings.Settings;

/**
 * A native library that took every signature for good would open every door, and one that could not be loaded must not close
 * them. {@code ForgedTokenTest} holds all its tokens against the one that is found here.
 */
class NativeSignaturesTest {

    @Test
    void areUsedWhereTheLibraryIs() {
        assumeThat(System.getProperty("os.name") + ' ' + System.getProperty("os.arch"))
                .as("the library is there for Linux on x86-64 alone")
                .isEqualTo("Linux amd64");

        assertThat(EllipticSignatures.from(Settings.of(Map.of())).isNative()).isTrue();
    }

    @Test
    void areLeftToTheJdkWhereTheOperatorSaysSo() {
        assertThat(EllipticSignatures.from(Settings.of(Map.of(EllipticSignatures.KEY, "false")))
                        .isNative())
                .isFalse();
    }

    @Test
    void areTriedWithKnownAnswersThatTheJdkGives() throws Exception {
        assertThat(EllipticSignatures.answersAsKnown(Security.getProvider("SunEC")))
                .isTrue();
    }

    @Test
    void areNotInstalledForAnybodyElse() {
        EllipticSignatures.from(Settings.of(Map.of()));

        assertThat(Security.getProviders()).extracting(Provider::getName).noneMatch(name -> name.contains("Corretto"));
    }
}
