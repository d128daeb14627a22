package org.tidings.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
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

    private static final String ISSUER = "tidings-development";

    private final Path keys;

    /** @param keys a folder in which a first {@code serve} has made its keys */
    public Tokens(Path keys) {
        this.keys = keys;
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
            ECKey key = ECKey.parse(Files.readString(keys.resolve("development-private.jwk")));
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
