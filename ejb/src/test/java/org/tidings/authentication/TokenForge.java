package org.tidings.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tidings.settings.Settings;

/** An issuer whose clock stands still, with one good key of each kind, and what it takes to make bad tokens. */
final class TokenForge {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "tidings";

    final ECKey ec = make(() -> new ECKeyGenerator(Curve.P_256).keyID("ec").generate());
    final RSAKey rsa = make(() -> new RSAKeyGenerator(2048).keyID("rsa").generate());

    /** The public half of the issuer's keys. */
    String jwks() {
        return new JWKSet(List.of(ec, rsa)).toPublicJWKSet().toString();
    }

    /** A verifier that trusts this issuer, with further settings. */
    TokenVerifier verifier(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mp.jwt.verify.publickey",
                jwks(),
                "mp.jwt.verify.issuer",
                ISSUER,
                "mp.jwt.verify.audiences",
                AUDIENCE + ",other"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        settings.values().removeIf(String::isEmpty);
        return verifier(settings);
    }

    static TokenVerifier verifier(Map<String, String> settings) {
        return new TokenVerifier(Settings.of(settings), CLOCK, new Revocations(CLOCK));
    }

    /** Claims that are all right. */
    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("alice")
                .jwtID("t1")
                .issueTime(Date.from(NOW.minusSeconds(60)))
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    /** A good token but for what the change does to its claims. */
    String token(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        return sign(header(), claims.build());
    }

    JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID("ec");
    }

    String sign(JWSHeader.Builder header, JWTClaimsSet claims) {
        return sign(header, claims, ec);
    }

    static String sign(JWSHeader.Builder header, JWTClaimsSet claims, JWK key) {
        return make(() -> {
            SignedJWT jwt = new SignedJWT(header.build(), claims);
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
            jwt.sign(signer);
            return jwt.serialize();
        });
    }

    /** A token of any header and payload text, with a signature made by the JDK. */
    static String sign(String header, String payload, PrivateKey key, String jdkAlgorithm) {
        String signed = Base64URL.encode(header) + "." + Base64URL.encode(payload);
        return make(() -> {
            Signature signature = Signature.getInstance(jdkAlgorithm);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64URL.encode(signature.sign());
        });
    }

    static <T> T make(Making<T> making) {
        try {
            return making.make();
        } catch (JOSEException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    interface Making<T> {
        T make() throws JOSEException, GeneralSecurityException;
    }
}
