package org.tidings.authorization;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidings.authentication.Caller;

/** Whom a rule concerns. Immutable. */
sealed interface Audience {
    boolean holds(Caller caller, ChannelAction action, String channel);

    /** Whether it may, of some channel. */
    default boolean mayHold(Caller caller, ChannelAction action) {
        return holds(caller, action, "");
    }

    /** Whoever has a token. */
    record Everyone() implements Audience {
        @Override
        public boolean holds(Caller caller, ChannelAction action, String channel) {
            return true;
        }
    }

    /** Those whose token's {@code tidings} claim names the channel for the action. */
    record GrantedByToken() implements Audience {
        @Override
        public boolean holds(Caller caller, ChannelAction action, String channel) {
            return TokenClaim.of(caller, action).grants(channel);
        }

        @Override
        public boolean mayHold(Caller caller, ChannelAction action) {
            return TokenClaim.of(caller, action).patterns() != null;
        }
    }

    /**
     * Those who fulfil all of it.
     *
     * @param groups one of which the caller must have; empty: none needed
     * @param claims one value of each of which the token must have
     */
    record Those(Set<String> groups, Map<ClaimPath, List<String>> claims) implements Audience {
        @Override
        public boolean holds(Caller caller, ChannelAction action, String channel) {
            boolean member = groups.isEmpty() || !Collections.disjoint(groups, caller.getGroups());
            return member
                    && claims.entrySet().stream().allMatch(claim -> claim.getKey().values(caller).stream()
                            .anyMatch(claim.getValue()::contains));
        }
    }
}
