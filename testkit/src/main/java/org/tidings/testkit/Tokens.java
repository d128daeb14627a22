package org.tidings.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Mints tokens with the development keys of a folder, right ones and wrong ones alike. Shares no code with the
 * server's. Any thread may call.
 */
public final class Tokens {

    private static final String PRIVATE = "development-private.jwk";

    static final String ISSUER = "tidings-development";

    private final Path keys;

    /** @param keys a folder in which a first {@code serve} has made its keys */
    public Tokens(Path keys) {
        this.keys = keys;
    }

    /** Makes such a folder's keys without a server, unless they are there. */
    public static void makeKeys(Path keys) {
        if (Files.exists(keys.resolve(PRIVATE))) {
            return;
        }
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID("testkit").generate();
            Files.createDirectories(keys);
            Files.writeString(keys.resolve(PRIVATE), key.toJSONString());
            Files.writeString(publicKeys(keys), new JWKSet(key).toString(true));
        } catch (IOException e) {
            throw new UncheckedIOException("no keys can be made in " + keys, e);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** What an instance verifies them with. */
    public static Path publicKeys(Path keys) {
        return keys.resolve("development-public.jwks");
    }

    /** A token for an hour, with every right that the server grants by default. */
    public String of(String subject) {
        return sign(claims(subject).build());
    }

    /** A token narrowed to channel patterns. */
    public String narrowed(String subject, List<String> subscribe, List<String> publish) {
        return sign(claims(subject)
                .claim("tidings", Map.of("subscribe", subscribe, "publish", publish))
                .build());
    }

    /** A token that ends so far from now; negative: it has ended. */
    public String ending(String subject, Duration fromNow) {
        return sign(claims(subject)
                .issueTime(Date.from(Instant.now().minus(Duration.ofHours(2))))
                .expirationTime(Date.from(Instant.now().plus(fromNow)))
                .build());
    }

    /** The claims of a good token, to change and {@link #sign}. */
    public JWTClaimsSet.Builder claims(String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(subject)
                .claim("upn", subject)
                .claim("groups", List.of())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
    }

    public String sign(JWTClaimsSet claims) {
        try {
            ECKey key = ECKey.parse(Files.readString(keys.resolve(PRIVATE)));
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (IOException e) {
            throw new UncheckedIOException("no development keys in " + keys, e);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("unusable development keys in " + keys, e);
        }
    }
}
