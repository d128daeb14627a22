package org.tidings.authorization;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.tidings.authentication.Caller;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Settings;

/**
 * The rules of the configuration file. Their order does not matter: one that denies wins over all that allow, and what none
 * allows is denied. A token's own claim can only take away from that. Immutable.
 */
public final class ChannelRules implements Authorizer {
    private static final String CHANNELS_KEY = "tidings.channels";
    private static final String OPEN = "open";

    private final List<Rule> rules;

    private ChannelRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * What the settings say: rules, or {@code tidings.channels}, which is {@code open}, one rule that allows everything to
     * everyone, or {@code denied}, no rule at all. Fails with {@link InvalidSetting} that names every mistake in the rules.
     */
    public static ChannelRules from(Settings settings) {
        String channels = settings.getOneOf(CHANNELS_KEY, "denied", OPEN, "denied");
        List<Rule> rules = new ArrayList<>();
        if (settings.rules().isPresent()) {
            JsonEntry section = settings.rules().get();
            Mistakes mistakes = settings.mistakes();
            rules.addAll(new RulesReader(mistakes).read(section));
            if (channels.equals(OPEN)) {
                mistakes.add(
                        section.place(),
                        "rules decide nothing while " + CHANNELS_KEY + " is open: leave one of them out");
            }
            mistakes.refuseAny();
        } else if (channels.equals(OPEN)) {
            rules.add(openToEveryone());
        }
        return new ChannelRules(rules);
    }

    @Override
    public Decision decide(Caller caller, ChannelAction action, String channel) {
        Rule allowing = null;
        for (Rule rule : rules) {
            // Once one allows, only one that denies can make a difference.
            if ((allowing == null || !rule.allows()) && rule.covers(caller, action, channel)) {
                if (!rule.allows()) {
                    return new Decision(Decision.Ground.RULE_DENIES, rule.name());
                }
                allowing = rule;
            }
        }
        if (allowing == null) {
            return new Decision(Decision.Ground.NO_RULE_ALLOWS, null);
        }
        if (TokenClaim.of(caller, action).excludes(channel)) {
            return new Decision(Decision.Ground.TOKEN_EXCLUDES, null);
        }
        return new Decision(Decision.Ground.RULE_ALLOWS, allowing.name());
    }

    @Override
    public boolean mayAllowSome(Caller caller, ChannelAction action, ChannelPattern pattern) {
        return TokenClaim.of(caller, action).mayGrantSome(pattern)
                && rules.stream().anyMatch(rule -> rule.allows() && rule.mayCover(caller, action, pattern));
    }

    @Override
    public List<Consideration> consider(Caller caller, ChannelAction action, String channel) {
        return rules.stream()
                .filter(rule -> rule.actions().contains(action))
                .map(rule -> rule.consider(caller, action, channel))
                .toList();
    }

    /** How many there are. */
    public int size() {
        return rules.size();
    }

    private static Rule openToEveryone() {
        Set<ChannelAction> all = EnumSet.allOf(ChannelAction.class);
        return new Rule(
                new RuleName(CHANNELS_KEY + " = " + OPEN, null, 0),
                true,
                all,
                List.of(ChannelPattern.ofToken("*")),
                new Audience.Everyone());
    }
}
