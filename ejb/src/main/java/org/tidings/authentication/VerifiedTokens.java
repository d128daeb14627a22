package org.tidings.authentication;

import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tidings.settings.Settings;

/**
 * Whose signatures were good: a client that comes back with the token that it had costs a digest and no signature. Thread-safe, under
 * one lock that is held for a look into a map.
 *
 * <p>Known by the digest of the whole token, so that none is kept here. Nothing is remembered but that a key made the signature, and
 * whom the claims name: time, revocation and the keys of the moment are for {@link TokenVerifier} to judge at every use.
 */
final class VerifiedTokens {

    static final String KEY = "tidings.verified-tokens";

    private final int max;
    /** By last use, the longest unused first. Guarded by this. */
    private final Map<String, Verified> byDigest;

    /**
     * What a good signature vouches for.
     *
     * @param keys all that there were when it was checked: it holds for as long as there are just these
     */
    record Verified(Caller caller, List<JWK> keys) {}

    VerifiedTokens(int max) {
        this.max = max;
        this.byDigest = new LinkedHashMap<>(16, 0.75f, true);
    }

    /** As many as an instance may have connections, unless told otherwise; 0 for none. */
    static VerifiedTokens from(Settings settings) {
        return new VerifiedTokens(settings.getInt(KEY, 10_000, 0, 1_000_000));
    }

    /** The name under which a token is remembered: SHA-256, which nobody finds another token for. */
    static String digest(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** What was verified under this name; null where nothing was. */
    synchronized Verified find(String digest) {
        return byDigest.get(digest);
    }

    synchronized void remember(String digest, Verified verified) {
        if (max > 0) {
            byDigest.put(digest, verified);
        }
        if (byDigest.size() > max) {
            byDigest.remove(byDigest.keySet().iterator().next());
        }
    }

    synchronized void forget(String digest) {
        byDigest.remove(digest);
    }

    synchronized int size() {
        return byDigest.size();
    }

    /** The keys are others now. */
    synchronized void clear() {
        byDigest.clear();
    }
}
