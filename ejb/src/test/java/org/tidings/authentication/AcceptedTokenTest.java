package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.settings.InvalidSetting;

/** A good token is refused, or says something else to the application than its issuer said. */
class AcceptedTokenTest {
    private static final TokenForge ISSUER = new TokenForge();

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256"})
    void acceptsRsa(String algorithm) throws TokenRejected {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID("rsa");
        String token = TokenForge.sign(header, TokenForge.claims().build(), ISSUER.rsa);

        assertThat(ISSUER.verifier().verify(token).getName()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"}) // RFC 8037 and RFC 9864 name the same algorithm.
    void acceptsEd25519(String algorithm) throws TokenRejected {
        KeyPair pair =
                TokenForge.make(() -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        byte[] encoded = pair.getPublic().getEncoded();
        String jwk = new OctetKeyPair.Builder(
                        Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(encoded, 12, encoded.length)))
                .build()
                .toJSONString();
        String token = TokenForge.sign(
                "{\"alg\":\"" + algorithm + "\"}",
                TokenForge.claims().build().toString(),
                pair.getPrivate(),
                "Ed25519");
        TokenVerifier verifier = ISSUER.verifier("mp.jwt.verify.publickey", jwk);

        assertThat(verifier.verify(token).getName()).isEqualTo("alice");
        String forged = token.substring(0, token.length() - 86) + "A".repeat(86);
        assertThatThrownBy(() -> verifier.verify(forged)).isInstanceOf(TokenRejected.class);
        String cut = token.substring(0, token.length() - 8);
        assertThatThrownBy(() -> verifier.verify(cut)).isInstanceOf(TokenRejected.class);
    }

    @Test
    void acceptsTokenWithoutKidOrType() throws TokenRejected {
        String token = ISSUER.sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256), TokenForge.claims().build());

        assertThat(ISSUER.verifier().verify(token).getName()).isEqualTo("alice");
    }

    @Test
    void acceptsAccessTokenType() throws TokenRejected {
        String token = ISSUER.sign(
                ISSUER.header().type(new JOSEObjectType("at+jwt")),
                TokenForge.claims().build());

        assertThat(ISSUER.verifier().verify(token).getName()).isEqualTo("alice");
    }

    @Test
    void refusesAllButTheAlgorithmThatTheOperatorNames() throws TokenRejected {
        TokenVerifier onlyRsa = ISSUER.verifier("mp.jwt.verify.publickey.algorithm", "RS256, PS256");
        String ec = ISSUER.token(claims -> {});

        assertThatThrownBy(() -> onlyRsa.verify(ec)).isInstanceOf(TokenRejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256,HS256", "ES384", "es256"})
    void refusesToStartWithAnAlgorithmThatIsNotSafeOrNotKnown(String algorithms) {
        assertThatThrownBy(() -> ISSUER.verifier("mp.jwt.verify.publickey.algorithm", algorithms))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("ES256, EdDSA, PS256, RS256");
    }

    @Test
    void allowsForTheClockSkewThatIsConfiguredAndNoMore() throws TokenRejected {
        TokenVerifier lenient = ISSUER.verifier("mp.jwt.verify.clock.skew", "10");

        assertThat(lenient.verify(ISSUER.token(claims -> claims.expirationTime(at(-9)))))
                .isNotNull();
        assertThat(lenient.verify(ISSUER.token(claims -> claims.notBeforeTime(at(10)))))
                .isNotNull();
        assertThatThrownBy(() -> lenient.verify(ISSUER.token(claims -> claims.expirationTime(at(-10)))))
                .hasMessage("expired");
        assertThatThrownBy(() -> lenient.verify(ISSUER.token(claims -> claims.notBeforeTime(at(11)))))
                .hasMessage("not valid yet");
    }

    @Test
    void acceptsAnyAudienceWhereNoneIsConfigured() throws TokenRejected {
        TokenVerifier verifier = ISSUER.verifier("mp.jwt.verify.audiences", "");

        assertThat(verifier.verify(ISSUER.token(claims -> claims.audience("shop"))))
                .isNotNull();
    }

    @Test
    void prefersUpnThenPreferredUsernameThenSubject() throws TokenRejected {
        assertThat(caller(Map.of("upn", "alice@example", "preferred_username", "al"))
                        .getName())
                .isEqualTo("alice@example");
        assertThat(caller(Map.of("preferred_username", "al")).getName()).isEqualTo("al");
        assertThat(caller(Map.of()).getName()).isEqualTo("alice");
    }

    @Test
    void claimsHaveTheTypesOfMicroProfile() throws TokenRejected {
        Caller caller = caller(Map.of("groups", List.of("staff", "admin"), "tenant", "acme", "level", 3));

        assertThat(caller.getGroups()).containsExactlyInAnyOrder("staff", "admin");
        assertThat(caller.getAudience()).isEqualTo(Set.of("tidings"));
        assertThat(caller.getIssuer()).isEqualTo(TokenForge.ISSUER);
        assertThat(caller.getSubject()).isEqualTo("alice");
        assertThat(caller.tokenId()).isEqualTo("t1");
        assertThat(caller.expiresAt()).isEqualTo(TokenForge.NOW.plusSeconds(60));
        assertThat(caller.getIssuedAtTime()).isEqualTo(TokenForge.NOW.getEpochSecond() - 60);
        assertThat(caller.<JsonString>getClaim("tenant").getString()).isEqualTo("acme");
        assertThat(caller.<JsonNumber>getClaim("level").intValue()).isEqualTo(3);
        assertThat(caller.<Object>getClaim("missing")).isNull();
        assertThat(caller.getRawToken()).isNull();
        assertThat(caller).hasToString("alice");
    }

    @Test
    void absentGrantsDifferFromEmptyOnes() throws TokenRejected {
        assertThat(caller(Map.of()).grants()).isEqualTo(ChannelGrants.UNRESTRICTED);

        ChannelGrants grants = caller(Map.of(
                        "tidings",
                        Map.of("subscribe", List.of("orders:*"), "publish", List.of(), "meta", Map.of("color", "red"))))
                .grants();
        assertThat(grants.subscribe()).containsExactly("orders:*");
        assertThat(grants.publish()).isEmpty();
        assertThat(grants.metaJson()).isEqualTo("{\"color\":\"red\"}");
    }

    private static Caller caller(Map<String, Object> claims) throws TokenRejected {
        return ISSUER.verifier().verify(ISSUER.token(token -> claims.forEach(token::claim)));
    }

    private static Date at(int seconds) {
        return Date.from(TokenForge.NOW.plusSeconds(seconds));
    }
}
