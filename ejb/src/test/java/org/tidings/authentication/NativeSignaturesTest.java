package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
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

    /** A key's verifier is kept. An issuer that gives a new key an old one's name must not be believed what the old one signs. */
    @Test
    void takeNoKeyForAnotherOfTheSameName() throws Exception {
        EllipticSignatures signatures = EllipticSignatures.from(Settings.of(Map.of()));
        JWSHeader header = new JWSHeader(JWSAlgorithm.ES256);
        byte[] message = {1, 2, 3};
        Base64URL former = null;
        for (int key = 0; key < 20; key++) {
            ECKey issued =
                    new ECKeyGenerator(Curve.P_256).keyID("always the same").generate();
            Base64URL signature = new ECDSASigner(issued).sign(header, message);
            ECKey known = issued.toPublicJWK();

            assertThat(signatures.verifier(known).verify(header, message, signature))
                    .isTrue();
            assertThat(signatures.verifier(known)).isSameAs(signatures.verifier(known));
            assertThat(former != null && signatures.verifier(known).verify(header, message, former))
                    .isFalse();
            former = signature;
        }
    }
}
