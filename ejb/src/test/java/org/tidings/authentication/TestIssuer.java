package org.tidings.authentication;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.tidings.settings.Settings;

/** An issuer in real time, for tests of what a token does to a connection. */
public final class TestIssuer {

    private static final String NAME = "https://issuer.example";

    private final ECKey key = TokenForge.make(() -> new ECKeyGenerator(Curve.P_256).generate());
    private final Revocations revocations = new Revocations(Clock.systemUTC());

    /** A verifier that trusts this issuer. */
    public TokenVerifier verifier() {
        return new TokenVerifier(
                Settings.of(Map.of(
                        "mp.jwt.verify.publickey", key.toPublicJWK().toJSONString(), "mp.jwt.verify.issuer", NAME)),
                Clock.systemUTC(),
                revocations);
    }

    /** Likewise one that fetches the keys. */
    public TokenVerifier verifier(String keysAt) {
        return new TokenVerifier(
                Settings.of(Map.of("mp.jwt.verify.publickey.location", keysAt, "mp.jwt.verify.issuer", NAME)),
                Clock.systemUTC(),
                revocations);
    }

    /** What there is to be fetched. */
    public String publicKeys() {
        return key.toPublicJWK().toJSONString();
    }

    /** What the verifiers hold against tokens. */
    public Revocations revocations() {
        return revocations;
    }

    public String token(String subject, Instant expiresAt, Map<String, Object> claims) {
        JWTClaimsSet.Builder token =
                new JWTClaimsSet.Builder().issuer(NAME).subject(subject).expirationTime(Date.from(expiresAt));
        claims.forEach(token::claim);
        return TokenForge.make(() -> {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), token.build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        });
    }

    public Caller caller(String subject, Instant expiresAt) {
        try {
            return verifier().verify(token(subject, expiresAt, Map.of()));
        } catch (TokenRejected impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
