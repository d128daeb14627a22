package org.tidings.authorization;

import java.util.List;
import org.tidings.authentication.Caller;

/**
 * Every channel is open to every caller, except that a token with the {@code tidings} claim reaches only the channels
 * that the claim names. Its {@code subscribe} patterns cover history and presence too: whoever may hear a channel may
 * hear what was said.
 */
final class GrantedChannels implements Authorizer {
    @Override
    public boolean allows(Caller caller, ChannelAction action, String channel) {
        List<String> patterns =
                switch (action) {
                    case PUBLISH -> caller.grants().publish();
                    case SUBSCRIBE, HISTORY, PRESENCE -> caller.grants().subscribe();
                };
        return patterns == null || patterns.stream().anyMatch(pattern -> ChannelPattern.matches(pattern, channel));
    }
}
