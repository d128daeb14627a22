package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.authorization.ChannelAction.HISTORY;
import static org.tidings.authorization.ChannelAction.PRESENCE;
import static org.tidings.authorization.ChannelAction.PUBLISH;
import static org.tidings.authorization.ChannelAction.SUBSCRIBE;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.authentication.ChannelGrants;

/** A rule that reaches further than it reads gives away channels. */
class RulesDecideTest {
    private static final Caller ALICE = Callers.with(ChannelGrants.UNRESTRICTED);

    private static final String ALL =
            "{\"allow\": [\"subscribe\", \"publish\"], \"channels\": \"*\", \"to\": \"everyone\"}";

    @Test
    void whatNoRuleAllowsIsDenied() {
        Decision decision = RuleFiles.rules().decide(ALICE, SUBSCRIBE, "news");

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.words()).isEqualTo("no rule allows it");
    }

    @Test
    void oneRuleThatDeniesWinsWhereverItStands() {
        String deny = "{\"name\": \"no news\", \"deny\": \"publish\", \"channels\": \"news\", \"to\": \"everyone\"}";
        for (ChannelRules rules : List.of(RuleFiles.rules(ALL, deny), RuleFiles.rules(deny, ALL))) {
            assertThat(rules.decide(ALICE, PUBLISH, "news").allowed()).isFalse();
            assertThat(rules.decide(ALICE, SUBSCRIBE, "news").allowed()).isTrue();
            assertThat(rules.decide(ALICE, PUBLISH, "news:today").allowed()).isTrue();
        }
    }

    @Test
    void decisionNamesTheRuleAndItsLine() {
        String deny = "{\"name\": \"no news\", \"deny\": \"publish\", \"channels\": \"news\", \"to\": \"everyone\"}";
        ChannelRules rules = RuleFiles.rules(ALL, deny);

        assertThat(rules.decide(ALICE, PUBLISH, "news").words()).isEqualTo("denied by rules[1] \"no news\" in line 3");
        assertThat(rules.decide(ALICE, SUBSCRIBE, "news").words()).isEqualTo("allowed by rules[0] in line 2");
    }

    @Test
    void rightToSubscribeIsNoRightToHistoryOrPresence() {
        ChannelRules rules = RuleFiles.rules(ALL);

        assertThat(rules.decide(ALICE, HISTORY, "news").allowed()).isFalse();
        assertThat(rules.decide(ALICE, PRESENCE, "news").allowed()).isFalse();
    }

    @Test
    void variableStandsForTheCallersOwnSegmentOnly() {
        ChannelRules rules = subscribe("orders:{sub}:*");

        assertThat(may(rules, ALICE, "orders:alice:1")).isTrue();
        assertThat(may(rules, ALICE, "orders:alice:1:x")).isTrue();
        assertThat(may(rules, ALICE, "orders:bob:1")).isFalse();
        assertThat(may(rules, ALICE, "orders:alice")).isFalse();
        assertThat(may(rules, ALICE, "orders:alice2:1")).isFalse();
        assertThat(may(rules, ALICE, "orders:Alice:1")).isFalse();
    }

    /** Whoever may choose a name at the issuer would choose one that opens more. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "bob:*", "a:b", ":", "{group}", "{sub}", "..", "alice:", "", "alice*"})
    void valueOfAVariableNeverWidensAPattern(String value) {
        Caller caller = Callers.claiming(Map.of("tenant", value, "groups", List.of(value)));
        for (String variable : List.of("{claim:tenant}", "{group}")) {
            ChannelRules rules = subscribe("orders:" + variable, "orders:" + variable + ":*", variable);

            for (String channel :
                    List.of("orders:a:b", "orders:bob", "orders:bob:1", "orders:alice", "orders", "orders:a")) {
                assertThat(may(rules, caller, channel))
                        .as("%s by %s", channel, variable)
                        .isFalse();
            }
        }
    }

    @Test
    void absentClaimMatchesNothing() {
        assertThat(may(subscribe("orders:{claim:tenant}"), ALICE, "orders:null"))
                .isFalse();
        assertThat(may(subscribe("orders:{group}"), ALICE, "orders:x")).isFalse();
    }

    @Test
    void anyGroupAndAnyValueOfAListFit() {
        Caller caller = Callers.claiming(Map.of(
                "groups",
                List.of("red", "blue"),
                "realm_access",
                Map.of("roles", List.of("clerk", "boss")),
                "https://example.com/tenant",
                "acme",
                "level",
                7));

        assertThat(may(subscribe("room:{group}"), caller, "room:blue")).isTrue();
        assertThat(may(subscribe("room:{claim:realm_access.roles}"), caller, "room:boss"))
                .isTrue();
        assertThat(may(subscribe("room:{claim:https://example.com/tenant}"), caller, "room:acme"))
                .isTrue();
        assertThat(may(subscribe("room:{claim:level}"), caller, "room:7")).isTrue();
        assertThat(may(subscribe("room:{claim:realm_access}"), caller, "room:roles"))
                .isFalse();
    }

    @Test
    void groupsAndClaimsMustAllHold() {
        ChannelRules rules = RuleFiles.rules(
                """
                {"allow": "subscribe", "namespaces": "desk",
                 "to": {"groups": ["traders", "clerks"], "claims": {"verified": true, "site": ["paris", "rome"]}}}
                """);

        assertThat(may(rules, who(List.of("clerks"), true, "rome"), "desk:1")).isTrue();
        assertThat(may(rules, who(List.of("guests"), true, "rome"), "desk:1")).isFalse();
        assertThat(may(rules, who(List.of("clerks"), false, "rome"), "desk:1")).isFalse();
        assertThat(may(rules, who(List.of("clerks"), true, "oslo"), "desk:1")).isFalse();
        assertThat(may(rules, ALICE, "desk:1")).isFalse();
    }

    @Test
    void namespaceHoldsItsChannelsAndDefaultThoseWithoutAColon() {
        ChannelRules rules = RuleFiles.rules(
                "{\"allow\": \"subscribe\", \"namespaces\": [\"desk\", \"default\"], \"to\": \"everyone\"}");

        assertThat(may(rules, ALICE, "desk:1:2")).isTrue();
        assertThat(may(rules, ALICE, "news")).isTrue();
        assertThat(may(rules, ALICE, "default:news")).isTrue();
        assertThat(may(rules, ALICE, "desk")).as("of the namespace default").isTrue();
        assertThat(may(rules, ALICE, "desktop:1")).isFalse();
        assertThat(may(rules, ALICE, "news:1")).isFalse();
    }

    @Test
    void tokenNarrowsWhatRulesAllow() {
        Caller narrowed = Callers.with(new ChannelGrants(List.of("news"), null, null));
        ChannelRules rules = RuleFiles.rules(ALL);

        assertThat(rules.decide(narrowed, SUBSCRIBE, "news").allowed()).isTrue();
        assertThat(rules.decide(narrowed, SUBSCRIBE, "desk:1").words()).contains("the token's own");
        assertThat(rules.decide(narrowed, PUBLISH, "desk:1").allowed()).isTrue();
    }

    @Test
    void tokenGrantsNothingUnlessARuleSaysSo() {
        Caller granted = Callers.with(new ChannelGrants(List.of("*"), List.of("desk:1"), null));

        assertThat(may(subscribe("news"), granted, "desk:1")).isFalse();
        ChannelRules rules = RuleFiles.rules(
                "{\"allow\": [\"subscribe\", \"publish\"], \"channels\": \"desk:*\", \"to\": \"granted-by-token\"}");
        assertThat(may(rules, granted, "desk:1")).isTrue();
        assertThat(may(rules, granted, "news")).isFalse();
        assertThat(rules.decide(granted, PUBLISH, "desk:1").allowed()).isTrue();
        assertThat(rules.decide(granted, PUBLISH, "desk:2").allowed()).isFalse();
        assertThat(may(rules, ALICE, "desk:1")).as("a token that is silent").isFalse();
    }

    @Test
    void keptDecisionEndsWithTheRulesAndTheTokenItRestsOn() {
        KeptDecisions kept = new KeptDecisions();
        ChannelRules open = RuleFiles.rules(ALL);
        Caller narrowed = Callers.with(new ChannelGrants(null, List.of(), null));

        Decision first = kept.publish(open, ALICE, "news");
        assertThat(first.allowed()).isTrue();
        assertThat(kept.publish(open, ALICE, "news")).isSameAs(first);
        assertThat(kept.publish(open, narrowed, "news").allowed()).isFalse();
        assertThat(kept.publish(RuleFiles.rules(), ALICE, "news").allowed()).isFalse();
        for (int i = 0; i < 5_000; i++) {
            assertThat(kept.publish(open, ALICE, "n:" + i).allowed()).isTrue();
        }
    }

    private static boolean may(ChannelRules rules, Caller caller, String channel) {
        return rules.decide(caller, SUBSCRIBE, channel).allowed();
    }

    private static ChannelRules subscribe(String... patterns) {
        return RuleFiles.rules("{\"allow\": \"subscribe\", \"channels\": [\"" + String.join("\", \"", patterns)
                + "\"], \"to\": \"everyone\"}");
    }

    private static Caller who(List<String> groups, boolean verified, String site) {
        return Callers.claiming(Map.of("groups", groups, "verified", verified, "site", site));
    }
}
