package org.tidings.authentication;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/**
 * The keys that tokens are verified with, from the text in {@value #INLINE_KEY} or from where {@value #LOCATION_KEY}
 * points.
 *
 * <p>Keys from a location are read at first need and kept for five minutes; a token with an unknown {@code kid} makes
 * them be read again at once, but not oftener than every thirty seconds, so that forged ones cannot turn this instance
 * against the issuer. When the location cannot be read, the last known keys hold for an hour. Thread-safe; a reading
 * thread blocks for at most four seconds.
 */
final class KeySource {
    static final String INLINE_KEY = "mp.jwt.verify.publickey";
    static final String LOCATION_KEY = "mp.jwt.verify.publickey.location";

    private static final long KEPT_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long WAIT_FOR_OTHER_READER_MILLIS =
            Duration.ofSeconds(4).toMillis();
    private static final long KEPT_IN_OUTAGE_MILLIS = Duration.ofHours(1).toMillis();
    private static final long MIN_BETWEEN_READS_MILLIS = Duration.ofSeconds(30).toMillis();

    private static final JWKMatcher ANY = new JWKMatcher.Builder().build();

    private final JWKSource<SecurityContext> source;

    private KeySource(JWKSource<SecurityContext> source) {
        this.source = source;
    }

    /** Empty where neither setting is there: then no token can be verified. */
    static Optional<KeySource> from(Settings settings) {
        Optional<String> inline = settings.find(INLINE_KEY);
        Optional<String> location = settings.find(LOCATION_KEY);
        if (inline.isPresent() && location.isPresent()) {
            throw new InvalidSetting(INLINE_KEY + " and " + LOCATION_KEY + " are both set: remove one of them");
        }
        return inline.map(KeySource::inline).or(() -> location.map(KeySource::located));
    }

    private static KeySource inline(String text) {
        try {
            return new KeySource(new ImmutableJWKSet<>(PublicKeys.parse(text)));
        } catch (ParseException malformed) {
            throw new InvalidSetting(INLINE_KEY + " is not a usable key: " + malformed.getMessage());
        }
    }

    private static KeySource located(String location) {
        return new KeySource(JWKSourceBuilder.create(new KeyLocation(location))
                .cache(KEPT_MILLIS, WAIT_FOR_OTHER_READER_MILLIS)
                .refreshAheadCache(false) // It would start threads that the server does not know.
                .rateLimited(MIN_BETWEEN_READS_MILLIS)
                .outageTolerant(KEPT_IN_OUTAGE_MILLIS)
                .build());
    }

    /** The keys that may have made the signature under this header; an empty list where none may. */
    List<JWK> fitting(JWSHeader header) throws KeySourceException {
        JWSAlgorithm algorithm = header.getAlgorithm();
        JWKMatcher.Builder fitting = new JWKMatcher.Builder()
                .keyType(KeyType.forAlgorithm(algorithm))
                .keyUses(KeyUse.SIGNATURE, null)
                .algorithms(algorithm, null);
        if (header.getKeyID() != null) {
            fitting.keyIDs(header.getKeyID(), null); // A key from a PEM file has no name, so it fits any.
        }
        return source.get(new JWKSelector(fitting.build()), null);
    }

    /** Every key that there is just now. */
    List<JWK> all() throws KeySourceException {
        return source.get(new JWKSelector(ANY), null);
    }

    /** Whether there are keys to be had just now. */
    boolean available() {
        try {
            return !all().isEmpty();
        } catch (KeySourceException unreadable) {
            return false;
        }
    }
}
