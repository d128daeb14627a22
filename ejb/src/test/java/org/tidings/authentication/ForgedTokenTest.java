package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that someone made who may not make them, or for somebody or some time else. */
class ForgedTokenTest {
    private static final TokenForge ISSUER = new TokenForge();
    private static final String GOOD = ISSUER.token(claims -> {});

    private final TokenVerifier verifier = ISSUER.verifier();

    @Test
    void theTokenThatTheOthersDifferFromIsAccepted() throws TokenRejected {
        assertThat(verifier.verify(GOOD).getName()).isEqualTo("alice");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"forgedSignatures", "headersThatBringAKey", "wrongClaims", "malformed"})
    void isRefused(String hazard, String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOfSatisfying(TokenRejected.class, rejected -> {
            assertThat(rejected.temporary()).isFalse();
            assertThat(rejected.getMessage())
                    .matches("[\\x20-\\x7E]{5,200}")
                    .doesNotContain("eyJ")
                    .doesNotContain("mallory");
        });
    }

    static Stream<Arguments> forgedSignatures() {
        ECKey foreign = TokenForge.make(
                () -> new ECKeyGenerator(Curve.P_256).keyID("ec").generate());
        ECKey otherCurve = TokenForge.make(
                () -> new ECKeyGenerator(Curve.P_384).keyID("ec").generate());
        RSAKey foreignRsa =
                TokenForge.make(() -> new RSAKeyGenerator(2048).keyID("rsa").generate());
        JWTClaimsSet claims = TokenForge.claims().build();
        String[] parts = GOOD.split("\\.");
        String mallory = Base64URL.encode(
                        TokenForge.claims().subject("mallory").build().toString())
                .toString();
        return Stream.of(
                arguments("alg none", new PlainJWT(claims).serialize()),
                arguments("alg none with the good signature", header("{\"alg\":\"none\"}", parts)),
                arguments("alg None", header("{\"alg\":\"None\"}", parts)),
                arguments("alg nOnE", header("{\"alg\":\"nOnE\"}", parts)),
                arguments("no alg", header("{\"typ\":\"JWT\"}", parts)),
                arguments("alg null", header("{\"alg\":null}", parts)),
                arguments("alg a number", header("{\"alg\":256}", parts)),
                arguments("unknown alg", header("{\"alg\":\"ES256K\"}", parts)),
                arguments("alg twice", header("{\"alg\":\"none\",\"alg\":\"ES256\"}", parts)),
                arguments("RS256 over the EC signature", header("{\"alg\":\"RS256\",\"kid\":\"rsa\"}", parts)),
                arguments("HS256 with the public key's PEM", hmac(pem(), JWSAlgorithm.HS256)),
                arguments("HS256 with the public key's JWKS", hmac(ISSUER.jwks(), JWSAlgorithm.HS256)),
                arguments("HS512 with the public key's PEM", hmac(pem(), JWSAlgorithm.HS512)),
                arguments("foreign key, same kid", TokenForge.sign(ISSUER.header(), claims, foreign)),
                arguments(
                        "foreign RSA key, same kid",
                        TokenForge.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa"), claims, foreignRsa)),
                arguments(
                        "other curve",
                        TokenForge.sign(new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("ec"), claims, otherCurve)),
                arguments("unknown kid", ISSUER.sign(ISSUER.header().keyID("other"), claims)),
                arguments("kid of the other key", ISSUER.sign(ISSUER.header().keyID("rsa"), claims)),
                arguments("kid that is a path", ISSUER.sign(ISSUER.header().keyID("../../dev/null"), claims)),
                arguments("kid that is a query", ISSUER.sign(ISSUER.header().keyID("x' OR '1'='1"), claims)),
                arguments("kid with a zero byte", ISSUER.sign(ISSUER.header().keyID("ec\u0000"), claims)),
                arguments("kid that is no text", header("{\"alg\":\"ES256\",\"kid\":{\"$ne\":1}}", parts)),
                arguments(
                        "PS256 over a signature of RS256",
                        TokenForge.sign(
                                "{\"alg\":\"PS256\",\"kid\":\"rsa\"}",
                                claims.toString(),
                                TokenForge.make(() -> ISSUER.rsa.toPrivateKey()),
                                "SHA256withRSA")),
                arguments("other payload", parts[0] + "." + mallory + "." + parts[2]),
                arguments("no signature", parts[0] + "." + parts[1] + "."),
                arguments("signature of zeros", parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64])),
                // CVE-2022-21449: Java 15 to 18 took r = s = 0, or the order of the group, for anybody's signature of
                // anything.
                arguments("signature of the group's order", parts[0] + "." + mallory + "." + order(true)),
                arguments("signature of zero and the group's order", parts[0] + "." + mallory + "." + order(false)),
                arguments("signature of all ones", parts[0] + "." + mallory + "." + "_".repeat(86)),
                arguments("half a signature", parts[0] + "." + parts[1] + "." + parts[2].substring(0, 43)),
                arguments("longer signature", GOOD + "AAAA"),
                arguments(
                        "signature in DER, not in the form of RFC 7518",
                        TokenForge.sign(
                                "{\"alg\":\"ES256\",\"kid\":\"ec\"}",
                                claims.toString(),
                                TokenForge.make(() -> ISSUER.ec.toPrivateKey()),
                                "SHA256withECDSA")),
                arguments(
                        "RS512 by the right key: not an allowed algorithm",
                        TokenForge.sign(new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa"), claims, ISSUER.rsa)));
    }

    static Stream<Arguments> headersThatBringAKey() {
        ECKey own = TokenForge.make(
                () -> new ECKeyGenerator(Curve.P_256).keyID("ec").generate());
        JWTClaimsSet claims = TokenForge.claims().subject("mallory").build();
        URI attacker = URI.create("https://attacker.example/jwks");
        return Stream.of(
                arguments("jwk", TokenForge.sign(ISSUER.header().jwk(own.toPublicJWK()), claims, own)),
                arguments("jku", TokenForge.sign(ISSUER.header().jwkURL(attacker), claims, own)),
                arguments("x5u", TokenForge.sign(ISSUER.header().x509CertURL(attacker), claims, own)),
                arguments(
                        "x5c",
                        TokenForge.sign(
                                ISSUER.header().x509CertChain(List.of(Base64.encode("certificate"))), claims, own)),
                arguments(
                        "jwk beside a good signature",
                        ISSUER.sign(ISSUER.header().jwk(own.toPublicJWK()), claims)),
                arguments(
                        "crit",
                        ISSUER.sign(
                                ISSUER.header().criticalParams(Set.of("exp")).customParam("exp", 1), claims)),
                arguments(
                        "b64 false",
                        ISSUER.sign(
                                ISSUER.header().base64URLEncodePayload(false).criticalParams(Set.of("b64")), claims)),
                arguments("an ID token's type", ISSUER.sign(type("id+jwt"), claims)),
                arguments("a logout token", ISSUER.sign(type("logout+jwt"), claims)));
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                arguments("expired", ISSUER.token(claims -> claims.expirationTime(at(-1)))),
                arguments("expires now", ISSUER.token(claims -> claims.expirationTime(at(0)))),
                arguments("no expiry", ISSUER.token(claims -> claims.expirationTime(null))),
                arguments("expiry as text", ISSUER.token(claims -> claims.claim("exp", "2099-01-01"))),
                arguments("expiry beyond any calendar", ISSUER.token(claims -> claims.claim("exp", Long.MAX_VALUE))),
                arguments("not valid yet", ISSUER.token(claims -> claims.notBeforeTime(at(1)))),
                arguments("another issuer", ISSUER.token(claims -> claims.issuer("https://issuer.example.evil.org"))),
                arguments("issuer with a slash more", ISSUER.token(claims -> claims.issuer(TokenForge.ISSUER + "/"))),
                arguments("no issuer", ISSUER.token(claims -> claims.issuer(null))),
                arguments("another audience", ISSUER.token(claims -> claims.audience("shop"))),
                arguments(
                        "a list of other audiences",
                        ISSUER.token(claims -> claims.audience(List.of("shop", "tidings ")))),
                arguments("an empty list of audiences", signed("\"aud\":[]")),
                arguments("an audience within a list", signed("\"aud\":[[\"tidings\"]]")),
                arguments("an audience that is an object", signed("\"aud\":{\"tidings\":true}")),
                arguments("subject twice", signed("\"sub\":\"mallory\",\"aud\":\"tidings\"")),
                arguments("expiry beyond all numbers", signed("\"aud\":\"tidings\",\"exp\":1e99999999999")),
                arguments("no audience", ISSUER.token(claims -> claims.audience((String) null))),
                arguments("nobody", ISSUER.token(claims -> claims.subject(null))),
                arguments("empty name", ISSUER.token(claims -> claims.subject(" "))),
                arguments("name with a line break", ISSUER.token(claims -> claims.subject("mallory\nadmin"))),
                arguments("name with a hidden character", ISSUER.token(claims -> claims.claim("upn", "mallory\u202e"))),
                arguments("name with an escape sequence", ISSUER.token(claims -> claims.subject("mallory\u001B[2J"))),
                arguments("name with one of C1", ISSUER.token(claims -> claims.subject("mallory\u009B2J"))),
                arguments("name with another end of a line", ISSUER.token(claims -> claims.subject("mallory\u2028x"))),
                arguments("name with the next line's sign", ISSUER.token(claims -> claims.subject("mallory\u0085x"))),
                arguments("name without end", ISSUER.token(claims -> claims.subject("mallory".repeat(100)))),
                arguments("upn is no text", ISSUER.token(claims -> claims.claim("upn", List.of("alice")))),
                arguments("groups are no list", ISSUER.token(claims -> claims.claim("groups", "admin"))),
                arguments("groups hold a number", ISSUER.token(claims -> claims.claim("groups", List.of(1)))),
                arguments("grants are no object", ISSUER.token(claims -> claims.claim("tidings", "*"))),
                grant("subscribe", "*"),
                grant("publish", List.of(7)),
                grant("meta", "away"));
    }

    static Stream<Arguments> malformed() {
        String[] parts = GOOD.split("\\.");
        String deep = "{\"alg\":\"ES256\",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        return Stream.of(
                arguments("null", null),
                arguments("nothing", ""),
                arguments("dots", ".."),
                arguments("one part", parts[0]),
                arguments("two parts", parts[0] + "." + parts[1]),
                arguments("four parts", GOOD + "." + parts[2]),
                arguments("five parts, as if encrypted", GOOD + "." + parts[0] + "." + parts[1]),
                arguments("another token as payload", sign("{\"alg\":\"ES256\",\"kid\":\"ec\",\"cty\":\"JWT\"}", GOOD)),
                arguments("deflated payload", deflated()),
                arguments("no Base64", "ey!." + parts[1] + "." + parts[2]),
                arguments("header no JSON", Base64URL.encode("hello") + "." + parts[1] + "." + parts[2]),
                arguments("header a list", Base64URL.encode("[]") + "." + parts[1] + "." + parts[2]),
                arguments("deep header", Base64URL.encode(deep) + "." + parts[1] + "." + parts[2]),
                arguments("space before", " " + parts[1] + "." + parts[2]),
                arguments("line break and a forged line of log", "x\r\nINFO mallory admitted"),
                arguments("longer than any token", "eyJ" + "A".repeat(20_000) + "." + parts[1] + "." + parts[2]),
                arguments(
                        "payload no JSON",
                        TokenForge.sign(
                                "{\"alg\":\"RS256\",\"kid\":\"rsa\"}",
                                "mallory",
                                TokenForge.make(() -> ISSUER.rsa.toPrivateKey()),
                                "SHA256withRSA")));
    }

    /** r and s as the order of P-256's group, or r as zero. */
    private static String order(boolean both) {
        byte[] order = TokenForge.make(
                () -> ISSUER.ec.toECPublicKey().getParams().getOrder().toByteArray());
        byte[] signature = new byte[64];
        System.arraycopy(order, order.length - 32, signature, 32, 32);
        if (both) {
            System.arraycopy(signature, 32, signature, 0, 32);
        }
        return Base64URL.encode(signature).toString();
    }

    /** Signed by the issuer: claims that are all right but for what stands here as well. */
    private static String signed(String members) {
        return sign(
                "{\"alg\":\"ES256\",\"kid\":\"ec\"}",
                "{\"iss\":\"" + TokenForge.ISSUER + "\",\"sub\":\"alice\",\"exp\":"
                        + TokenForge.NOW.plusSeconds(60).getEpochSecond() + "," + members + "}");
    }

    private static String sign(String header, String payload) {
        return TokenForge.sign(
                header, payload, TokenForge.make(ISSUER.ec::toPrivateKey), "SHA256withECDSAinP1363Format");
    }

    /** RFC 7516 knows compressed payloads, RFC 7515 does not: a bomb must not be looked into. */
    private static String deflated() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(TokenForge.claims().build().toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String head = Base64URL.encode("{\"alg\":\"ES256\",\"kid\":\"ec\",\"zip\":\"DEF\"}")
                .toString();
        String signed = head + "." + Base64URL.encode(out.toByteArray());
        return TokenForge.make(() -> {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(ISSUER.ec.toPrivateKey());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64URL.encode(signature.sign());
        });
    }

    private static Arguments grant(String member, Object value) {
        return arguments(
                "grant " + member + " " + value,
                ISSUER.token(claims -> claims.claim("tidings", Map.of(member, value))));
    }

    private static JWSHeader.Builder type(String type) {
        return ISSUER.header().type(new JOSEObjectType(type));
    }

    private static String header(String json, String[] parts) {
        return Base64URL.encode(json) + "." + parts[1] + "." + parts[2];
    }

    private static String hmac(String secret, JWSAlgorithm algorithm) {
        return TokenForge.make(() -> {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader(algorithm),
                    TokenForge.claims().subject("mallory").build());
            jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        });
    }

    private static String pem() {
        return TokenForge.make(() -> "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder()
                        .encodeToString(ISSUER.rsa.toPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    }

    private static Date at(int seconds) {
        return Date.from(TokenForge.NOW.plusSeconds(seconds));
    }
}
