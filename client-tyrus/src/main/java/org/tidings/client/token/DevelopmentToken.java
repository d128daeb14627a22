package org.tidings.client.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a development token shall say.
 *
 * @param subject the user
 * @param groups the user's groups
 * @param lifetime until it ends; negative for one that has ended
 * @param subscribe channel patterns that it is narrowed to; null for no such claim, empty for none at all
 * @param publish the same for publishing
 */
public record DevelopmentToken(
        String subject, List<String> groups, Duration lifetime, List<String> subscribe, List<String> publish) {

    /** A token for a user without groups and without narrowing. */
    public static DevelopmentToken of(String subject, Duration lifetime) {
        return new DevelopmentToken(subject, List.of(), lifetime, null, null);
    }

    /** Signs a token whose lifetime begins now, or ended before now. */
    public String sign(DevelopmentKeys keys) {
        Instant end = Instant.now().plus(lifetime);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(DevelopmentKeys.ISSUER)
                .subject(subject)
                .claim("upn", subject)
                .claim("groups", groups)
                .issueTime(Date.from(end.minus(lifetime.abs())))
                .expirationTime(Date.from(end))
                .jwtID(UUID.randomUUID().toString());
        Map<String, Object> channels = new LinkedHashMap<>();
        if (subscribe != null) {
            channels.put("subscribe", subscribe);
        }
        if (publish != null) {
            channels.put("publish", publish);
        }
        if (!channels.isEmpty()) {
            claims.claim("tidings", channels);
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(keys.key().getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims.build());
        try {
            token.sign(new ECDSASigner(keys.key()));
        } catch (JOSEException broken) {
            throw new IllegalStateException("the development key cannot sign", broken);
        }
        return token.serialize();
    }
}
