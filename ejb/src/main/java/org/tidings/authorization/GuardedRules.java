package org.tidings.authorization;

import java.util.ArrayList;
import java.util.List;
import org.tidings.authentication.Caller;
import org.tidings.authorization.Decision.Ground;

/**
 * The rule that nobody writes and nobody can take out: what is one user's, that user reads and nobody else. It stands before all
 * others, so that neither they, nor an application, nor a token's claim can allow it. To the user it is one rule that allows,
 * beside which others may deny. Immutable.
 */
final class GuardedRules implements Authorizer {
    private static final RuleName BUILT_IN =
            new RuleName("the built-in rule", "a user's channel is read by that user alone", 0);

    private final UserChannels users;
    private final Authorizer rules;

    GuardedRules(UserChannels users, Authorizer rules) {
        this.users = users;
        this.rules = rules;
    }

    UserChannels users() {
        return users;
    }

    @Override
    public Decision decide(Caller caller, ChannelAction action, String channel) {
        if (!users.personal(channel)) {
            return rules.decide(caller, action, channel);
        }
        if (action == ChannelAction.PUBLISH) {
            return users.hasOwner(channel) ? rules.decide(caller, action, channel) : denied();
        }
        if (!users.mayRead(caller, channel)) {
            return denied();
        }
        Decision byRules = rules.decide(caller, action, channel);
        if (byRules.ground() != Ground.NO_RULE_ALLOWS) {
            return byRules;
        }
        return TokenClaim.of(caller, action).excludes(channel)
                ? new Decision(Ground.TOKEN_EXCLUDES, null)
                : new Decision(Ground.RULE_ALLOWS, BUILT_IN);
    }

    /** Nobody has more than one of the channels that it guards. */
    @Override
    public boolean mayAllowSome(Caller caller, ChannelAction action, ChannelPattern pattern) {
        return !users.personal(pattern.beginning() + ":") && rules.mayAllowSome(caller, action, pattern);
    }

    @Override
    public List<Consideration> consider(Caller caller, ChannelAction action, String channel) {
        List<Consideration> all = new ArrayList<>(rules.consider(caller, action, channel));
        if (users.personal(channel)) {
            boolean counts = action != ChannelAction.PUBLISH || !users.hasOwner(channel);
            boolean allows = users.isOwner(caller, channel);
            all.add(0, new Consideration(BUILT_IN, allows, counts, counts ? "counts" : "is not about publishing"));
        }
        return all;
    }

    private static Decision denied() {
        return new Decision(Ground.RULE_DENIES, BUILT_IN);
    }
}
