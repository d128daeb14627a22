package org.tidings.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tidings.settings.Settings;

/**
 * Accepts a token, or does not: signed by a configured key with an allowed algorithm, from the configured issuer, for
 * this audience, within its time. The settings are those of MicroProfile JWT 2.1; where the key or the issuer is not
 * configured, every token is refused. Thread-safe; blocks only while keys are fetched from a URL.
 */
public final class TokenVerifier {
    private static final int MAX_TOKEN_LENGTH = 16 * 1024;
    /** RFC 7519 §5.1 and, for OAuth access tokens, RFC 9068 §2.1; an ID token or a logout token has another type. */
    private static final Set<String> TOKEN_TYPES = Set.of("jwt", "at+jwt");

    private final Set<JWSAlgorithm> algorithms;
    private final Optional<KeySource> keys;
    private final Optional<ClaimsPolicy> claimsPolicy;
    private final Revocations revocations;
    private final ClaimNames claimNames;
    private final VerifiedTokens verified;
    private final EllipticSignatures elliptic;

    public TokenVerifier(Settings settings, Clock clock, Revocations revocations) {
        this.revocations = revocations;
        this.claimNames = ClaimNames.from(settings);
        this.algorithms = SigningAlgorithms.from(settings);
        this.keys = KeySource.from(settings);
        this.claimsPolicy = ClaimsPolicy.from(settings, clock);
        this.verified = VerifiedTokens.from(settings);
        this.elliptic = EllipticSignatures.from(settings);
    }

    /** Why no token at all can be accepted, in terms of settings; empty when all is well. */
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        if (keys.isEmpty()) {
            obstacles.add(KeySource.LOCATION_KEY + " is not set: no token can be verified");
        } else if (!keys.get().available()) {
            obstacles.add(KeySource.LOCATION_KEY + " cannot be read: no token can be verified");
        }
        if (claimsPolicy.isEmpty()) {
            obstacles.add(ClaimsPolicy.ISSUER_KEY + " is not set: no token can be verified");
        }
        return List.copyOf(obstacles);
    }

    /**
     * The caller whom the token names.
     *
     * @param token the compact form, three parts between dots
     * @throws TokenRejected for every other token, whatever is wrong with it
     */
    public Caller verify(String token) throws TokenRejected {
        if (keys.isEmpty() || claimsPolicy.isEmpty()) {
            throw TokenRejected.because("no key or no issuer is configured");
        }
        if (token == null || token.length() > MAX_TOKEN_LENGTH) {
            throw TokenRejected.because("no token, or longer than " + MAX_TOKEN_LENGTH + " characters");
        }
        String digest = VerifiedTokens.digest(token);
        VerifiedTokens.Verified known = verified.find(digest);
        if (known != null && keysAreStill(known.keys())) {
            return acceptAgain(digest, known);
        }
        SignedJWT jwt = parse(token);
        checkHeader(jwt.getHeader());
        List<JWK> before = currentKeys();
        checkSignature(jwt);
        try {
            Caller caller = accept(jwt.getJWTClaimsSet());
            verified.remember(digest, new VerifiedTokens.Verified(caller, before));
            return caller;
        } catch (ParseException malformed) {
            throw malformed();
        }
    }

    /** Another key, or one less, and no signature counts that was checked before. */
    private boolean keysAreStill(List<JWK> checkedWith) throws TokenRejected {
        boolean still = checkedWith.equals(currentKeys());
        if (!still) {
            verified.clear();
        }
        return still;
    }

    /** What a signature vouches for stays as it is; what changes with time is judged anew. */
    private Caller acceptAgain(String digest, VerifiedTokens.Verified known) throws TokenRejected {
        try {
            claimsPolicy
                    .orElseThrow()
                    .checkTime(known.caller().expiresAt(), known.caller().notBefore());
            unlessRevoked(known.caller());
        } catch (TokenRejected over) {
            verified.forget(digest);
            throw over;
        }
        // Each acceptance is an object of its own: what is kept about a caller ends where another token counts.
        return known.caller().again();
    }

    /** The caller whom claims name that were verified before, where they still hold. */
    Caller accept(String verifiedClaims) throws TokenRejected {
        try {
            return accept(JWTClaimsSet.parse(verifiedClaims));
        } catch (ParseException malformed) {
            throw malformed();
        }
    }

    private Caller accept(JWTClaimsSet claims) throws TokenRejected {
        ClaimsPolicy policy = claimsPolicy.orElseThrow(() -> TokenRejected.because("no issuer is configured"));
        policy.check(claims);
        Caller caller = Caller.of(claims.toJSONObject(), claimNames, policy.clockSkew());
        unlessRevoked(caller);
        return caller;
    }

    private void unlessRevoked(Caller caller) throws TokenRejected {
        if (revocations.verdict(caller).isPresent()) {
            throw TokenRejected.because("revoked");
        }
    }

    private static TokenRejected malformed() {
        return TokenRejected.because("the claims are not a JSON object of the right shape");
    }

    private static SignedJWT parse(String token) throws TokenRejected {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | IllegalArgumentException malformed) {
            throw TokenRejected.because("not a signed JWT in compact form");
        }
    }

    private void checkHeader(JWSHeader header) throws TokenRejected {
        if (!algorithms.contains(header.getAlgorithm())) {
            throw TokenRejected.because("the algorithm is not allowed");
        }
        // A token must not bring its own key, nor say where one is fetched (RFC 8725 §3.10).
        if (header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null) {
            throw TokenRejected.because("the header carries a key or the address of one");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw TokenRejected.because("the header demands an extension");
        }
        if (header.getType() != null
                && !TOKEN_TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT))) {
            throw TokenRejected.because("the token is of another type");
        }
    }

    /** All that there are just now, fetched again where it is time. */
    private List<JWK> currentKeys() throws TokenRejected {
        try {
            return keys.orElseThrow().all();
        } catch (KeySourceException unavailable) {
            throw TokenRejected.forNow("the keys cannot be read");
        }
    }

    private void checkSignature(SignedJWT jwt) throws TokenRejected {
        try {
            for (JWK key : keys.orElseThrow().fitting(jwt.getHeader())) {
                if (jwt.verify(verifier(key))) {
                    return;
                }
            }
        } catch (RateLimitReachedException unknownKeyId) {
            throw TokenRejected.because("no key fits, and the keys were read again a moment ago");
        } catch (KeySourceException unavailable) {
            throw TokenRejected.forNow("the keys cannot be read");
        } catch (JOSEException malformed) {
            throw TokenRejected.because("the signature cannot be checked");
        }
        throw TokenRejected.because("no configured key made the signature");
    }

    private JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key.getKeyType().getValue()) {
            case "RSA" -> new RSASSAVerifier(key.toRSAKey());
            case "EC" -> elliptic.verifier(key.toECKey());
            case "OKP" -> new Ed25519Verifier(key.toOctetKeyPair());
            default -> throw new JOSEException("Keys of this type verify no token");
        };
    }
}
