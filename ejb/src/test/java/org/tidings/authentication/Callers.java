package org.tidings.authentication;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Callers for tests of what comes behind authentication. */
public final class Callers {
    private Callers() {}

    public static Caller with(ChannelGrants grants) {
        Map<String, Object> claim = new HashMap<>();
        if (grants.subscribe() != null) {
            claim.put("subscribe", grants.subscribe());
        }
        if (grants.publish() != null) {
            claim.put("publish", grants.publish());
        }
        try {
            return Caller.of(
                    Map.of("sub", "alice", "exp", 4_000_000_000L, "tidings", claim),
                    ClaimNames.STANDARD,
                    Duration.ZERO);
        } catch (TokenRejected impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A caller with these claims beside {@code sub}, alice, and {@code exp}. */
    public static Caller claiming(Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(Map.of("sub", "alice", "exp", 4_000_000_000L));
        all.putAll(claims);
        try {
            return Caller.of(all, ClaimNames.STANDARD, Duration.ZERO);
        } catch (TokenRejected impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static Caller named(String name, Instant expiresAt) {
        try {
            return Caller.of(
                    Map.of("sub", name, "exp", expiresAt.getEpochSecond()), ClaimNames.STANDARD, Duration.ZERO);
        } catch (TokenRejected impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
