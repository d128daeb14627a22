package org.tidings.authentication;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/**
 * The algorithms that a token may be signed with. Asymmetric ones only: with HMAC whoever can verify can also forge, and
 * a public key taken for an HMAC secret is the oldest attack there is (RFC 8725 §2.1).
 */
final class SigningAlgorithms {
    static final String KEY = "mp.jwt.verify.publickey.algorithm";

    /** EdDSA has two names: RFC 9864 calls it Ed25519 where the curve is that one, the only one known here. */
    private static final Map<String, Set<JWSAlgorithm>> KNOWN = new TreeMap<>(Map.of(
            "RS256", Set.of(JWSAlgorithm.RS256),
            "PS256", Set.of(JWSAlgorithm.PS256),
            "ES256", Set.of(JWSAlgorithm.ES256),
            "EdDSA", Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519)));

    private SigningAlgorithms() {}

    /** Those that the operator names; all four where none is named: then each key's own type decides. */
    static Set<JWSAlgorithm> from(Settings settings) {
        List<String> named = settings.getList(KEY);
        List<String> unknown = new ArrayList<>(named);
        unknown.removeAll(KNOWN.keySet());
        if (!unknown.isEmpty()) {
            throw new InvalidSetting(KEY + " = " + String.join(",", named) + " is not allowed: expected one or more of "
                    + String.join(", ", KNOWN.keySet()));
        }
        return (named.isEmpty() ? KNOWN.keySet() : named)
                .stream().flatMap(name -> KNOWN.get(name).stream()).collect(Collectors.toUnmodifiableSet());
    }
}
