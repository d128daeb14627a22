package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.settings.InvalidSetting;

/** Keys that are missing, elsewhere, changed, weak or out of reach. */
class KeyOutageTest {
    private static final TokenForge ISSUER = new TokenForge();

    @TempDir
    private Path folder;

    private final String good = ISSUER.token(claims -> {});

    @Test
    void refusesEveryTokenAndSaysSoWhereNothingIsConfigured() {
        TokenVerifier verifier = TokenForge.verifier(Map.of());

        assertThatThrownBy(() -> verifier.verify(good)).isInstanceOf(TokenRejected.class);
        assertThat(verifier.obstacles())
                .anyMatch(obstacle -> obstacle.startsWith("mp.jwt.verify.publickey.location is not set"))
                .anyMatch(obstacle -> obstacle.startsWith("mp.jwt.verify.issuer is not set"));
    }

    @Test
    void refusesEveryTokenWhereTheIssuerIsNotConfigured() {
        TokenVerifier verifier = ISSUER.verifier("mp.jwt.verify.issuer", "");

        assertThatThrownBy(() -> verifier.verify(good)).isInstanceOf(TokenRejected.class);
        assertThat(verifier.obstacles()).hasSize(1);
    }

    @Test
    void readsEveryFormFromAPathAndFromAUrl() throws IOException, TokenRejected {
        String pem = pem(TokenForge.make(ISSUER.ec::toPublicKey));
        for (String text : new String[] {
            ISSUER.jwks(),
            ISSUER.ec.toPublicJWK().toJSONString(),
            pem,
            Base64.getUrlEncoder().withoutPadding().encodeToString(ISSUER.jwks().getBytes(StandardCharsets.UTF_8)),
            pem(TokenForge.make(ISSUER.rsa::toPublicKey)) + pem,
        }) {
            Path file = Files.writeString(folder.resolve("keys"), text);
            for (String location : new String[] {file.toString(), file.toUri().toString()}) {
                TokenVerifier verifier = located(location);
                assertThat(verifier.verify(good).getName()).isEqualTo("alice");
                assertThat(verifier.obstacles()).isEmpty();
            }
        }
    }

    @Test
    void readsAKeyFromTheClassPath() throws TokenRejected {
        // The test's own key is not there, so the resource is found and another key made the signature.
        TokenVerifier verifier = located("classpath:/development/public.jwks");

        assertThat(verifier.obstacles()).isEmpty();
        assertThatThrownBy(() -> verifier.verify(good)).hasMessageContaining("no configured key");
    }

    @Test
    void keyThatCannotBeReadIsOurTroubleNotTheTokens() {
        TokenVerifier verifier = located(folder.resolve("missing").toString());

        assertThatThrownBy(() -> verifier.verify(good))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.temporary())
                        .isTrue());
        assertThat(verifier.obstacles()).singleElement().asString().contains("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{}",
                "{\"keys\":[]}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}", // Not on its curve.
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}", // Too short.
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
            })
    void inlineKeyThatIsNoneIsRefusedAtStart(String text) {
        assertThatThrownBy(() -> ISSUER.verifier("mp.jwt.verify.publickey", text))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("mp.jwt.verify.publickey is not a usable key");
    }

    @Test
    void twoPlacesForTheKeyAreRefusedAtStart() {
        assertThatThrownBy(() -> ISSUER.verifier("mp.jwt.verify.publickey.location", "keys.jwks"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("both set");
    }

    @Test
    void weakAndSymmetricKeysAndThoseForEncryptionVerifyNothing() throws IOException {
        KeyPair weak = TokenForge.make(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            return generator.generateKeyPair();
        });
        JWKSet keys = new JWKSet(List.of(
                new RSAKey.Builder((RSAPublicKey) weak.getPublic())
                        .keyID("weak")
                        .build(),
                TokenForge.make(() -> new OctetSequenceKeyGenerator(256).generate()),
                TokenForge.make(() -> new ECKeyGenerator(Curve.P_521).generate()),
                new ECKey.Builder(ISSUER.ec).keyUse(KeyUse.ENCRYPTION).build()));
        Path file = Files.writeString(folder.resolve("keys"), keys.toString(false));
        String token = TokenForge.sign(
                "{\"alg\":\"RS256\",\"kid\":\"weak\"}",
                TokenForge.claims().build().toString(),
                weak.getPrivate(),
                "SHA256withRSA");

        assertThatThrownBy(() -> located(file.toString()).verify(token)).isInstanceOf(TokenRejected.class);
        assertThatThrownBy(() -> located(file.toString()).verify(good)).isInstanceOf(TokenRejected.class);
        assertThat(located(file.toString()).obstacles()).hasSize(1);
    }

    @Test
    void followsARotationAtOnceButNotForEveryForgedKid() throws IOException, TokenRejected {
        TokenForge next = new TokenForge();
        AtomicReference<String> published =
                new AtomicReference<>(new JWKSet(ISSUER.ec).toPublicJWKSet().toString());
        AtomicInteger reads = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            reads.incrementAndGet();
            byte[] body = published.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            TokenVerifier verifier =
                    located("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
            for (int i = 0; i < 5; i++) {
                verifier.verify(good);
            }
            assertThat(reads).hasValue(1);

            published.set(new JWKSet(new ECKey.Builder(next.ec).keyID("new").build())
                    .toPublicJWKSet()
                    .toString());
            String rotated = TokenForge.sign(
                    next.header().keyID("new"), TokenForge.claims().build(), next.ec);
            assertThat(verifier.verify(rotated).getName()).isEqualTo("alice");
            assertThat(reads).hasValue(2);

            for (int i = 0; i < 50; i++) {
                String forged = TokenForge.sign(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("forged-" + i),
                        TokenForge.claims().build(),
                        ISSUER.ec);
                assertThatThrownBy(() -> verifier.verify(forged))
                        .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.temporary())
                                .isFalse());
            }
            assertThat(reads.get()).isLessThanOrEqualTo(4);
            assertThat(verifier.verify(rotated).getName()).isEqualTo("alice");
        } finally {
            server.stop(0);
        }
    }

    private static TokenVerifier located(String location) {
        return ISSUER.verifier("mp.jwt.verify.publickey", "", "mp.jwt.verify.publickey.location", location);
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
