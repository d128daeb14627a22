package org.tidings.authorization;

import java.util.List;
import org.tidings.authentication.Caller;

/**
 * What the token's own {@code tidings} claim says about an action: its {@code publish} patterns for publishing, its {@code
 * subscribe} patterns for the rest.
 *
 * @param patterns null where the claim is silent; empty: nothing
 */
record TokenClaim(List<String> patterns) {
    static TokenClaim of(Caller caller, ChannelAction action) {
        return new TokenClaim(
                action == ChannelAction.PUBLISH
                        ? caller.grants().publish()
                        : caller.grants().subscribe());
    }

    /** Whether it names the channel. */
    boolean grants(String channel) {
        return patterns != null
                && patterns.stream()
                        .anyMatch(pattern -> ChannelPattern.ofToken(pattern).hold(channel, null));
    }

    /** Whether it names some channel that a pattern holds, or is silent. */
    boolean mayGrantSome(ChannelPattern wanted) {
        return patterns == null
                || patterns.stream()
                        .anyMatch(pattern -> ChannelPattern.ofToken(pattern).mayShare(wanted, null));
    }

    /** Whether it leaves the channel out of what it names. */
    boolean excludes(String channel) {
        return patterns != null && !grants(channel);
    }
}
