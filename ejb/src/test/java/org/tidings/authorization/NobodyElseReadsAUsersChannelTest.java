package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.authentication.ChannelGrants;
import org.tidings.settings.Settings;

/** What was sent to one user is read by another: over a rule, an application, a claim, a name that looks alike. */
class NobodyElseReadsAUsersChannelTest {
    private static final String ALL = "[\"subscribe\", \"publish\", \"history\", \"presence\"]";
    private static final UserChannels INBOX = new UserChannels(Set.of("inbox"));
    private static final Caller ALICE = Callers.claiming(Map.of());
    private static final Caller ADMINISTRATOR = Callers.claiming(
            Map.of("sub", "root", "groups", List.of("tidings-admin"), "tidings", Map.of("subscribe", List.of("*"))));

    private final AccessControl open = over(ChannelRules.from(Settings.of(Map.of("tidings.channels", "open"))));
    private final AccessControl denied = over(ChannelRules.from(Settings.of(Map.of())));

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUBLISH")
    void noRuleNoGrantAndNoApplicationOpensIt(ChannelAction reading) {
        List<AccessControl> generous = List.of(
                open,
                over(RuleFiles.rules("{\"allow\": " + ALL + ", \"channels\": \"*\", \"to\": \"everyone\"}")),
                over(RuleFiles.rules("{\"allow\": " + ALL
                        + ", \"channels\": [\"user:alice\", \"user:*\"], \"to\": {\"groups\": \"tidings-admin\"}}")),
                over(RuleFiles.rules(
                        "{\"allow\": " + ALL + ", \"namespaces\": [\"user\", \"inbox\"], \"to\": \"everyone\"}")),
                over(RuleFiles.rules("{\"allow\": " + ALL + ", \"channels\": \"*\", \"to\": \"granted-by-token\"}")),
                new AccessControl(
                        RuleFiles.rules(),
                        INBOX,
                        RuleFiles.local(
                                Duration.ofSeconds(5),
                                request -> CompletableFuture.completedFuture(ChannelAuthorizer.Verdict.ALLOW)),
                        null));
        for (AccessControl control : generous) {
            for (String channel : List.of("user:alice", "inbox:alice")) {
                assertThat(decide(control, ADMINISTRATOR, reading, channel).allowed())
                        .as(channel)
                        .isFalse();
                assertThat(control.settled(ADMINISTRATOR, reading, channel))
                        .as("nobody is even asked")
                        .isNotNull();
                assertThat(decide(control, ALICE, reading, channel).allowed()).isTrue();
            }
        }
    }

    @Test
    void theUserNeedsNoRuleButMayBeDeniedByOneOrByANarrowToken() {
        assertThat(decide(denied, ALICE, ChannelAction.SUBSCRIBE, "user:alice").allowed())
                .isTrue();
        assertThat(decide(denied, ALICE, ChannelAction.PUBLISH, "user:alice").allowed())
                .as("publishing is by rules")
                .isFalse();
        Caller narrow = Callers.with(new ChannelGrants(List.of("orders:*"), null, null));
        assertThat(decide(denied, narrow, ChannelAction.HISTORY, "user:alice").words())
                .contains("claim");
        AccessControl closed =
                over(RuleFiles.rules("{\"deny\": \"history\", \"channels\": \"user:*\", \"to\": \"everyone\"}"));
        assertThat(decide(closed, ALICE, ChannelAction.HISTORY, "user:alice").allowed())
                .isFalse();
    }

    @Test
    void publishingIsByRulesAndToWhoeverCanExist() {
        assertThat(decide(open, ADMINISTRATOR, ChannelAction.PUBLISH, "user:alice")
                        .allowed())
                .isTrue();
        assertThat(decide(open, ADMINISTRATOR, ChannelAction.PUBLISH, "user:~C3~A9")
                        .allowed())
                .isTrue();
        assertThat(decide(open, ADMINISTRATOR, ChannelAction.PUBLISH, "user:~c3~a9")
                        .allowed())
                .as("nobody could ever read it")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:Alice", "user:ALICE", "User:alice", "USER:alice", "user:~61lice", "user:alice~",
                        "user:alice:phone",
                "user:alice.", "user:~", "user:~6", "user:~FF", "user:a~00lice", "inbox:Alice", "inbox:alice:x"
            })
    void whatLooksLikeItIsNot(String channel) {
        assertThat(decide(open, ALICE, ChannelAction.SUBSCRIBE, channel).allowed())
                .isFalse();
    }

    @Test
    void itIsTheSubjectThatCountsNotTheNameThatOthersSee() {
        Caller named = Callers.claiming(Map.of("sub", "7f3a", "upn", "alice"));

        assertThat(decide(open, named, ChannelAction.SUBSCRIBE, "user:alice").allowed())
                .isFalse();
        assertThat(decide(open, named, ChannelAction.SUBSCRIBE, "user:7f3a").allowed())
                .isTrue();
    }

    @Test
    void aSubjectThatNoChannelCanNameHasNone() {
        assertThat(UserChannels.of("user", "")).isEmpty();
        assertThat(UserChannels.of("user", "\ud800")).as("half a character").isEmpty();
        assertThat(UserChannels.of("user", "x".repeat(195))).hasValue("user:" + "x".repeat(195));
        assertThat(UserChannels.of("user", "x".repeat(196))).isEmpty();
        assertThat(UserChannels.of("user", "alice@example.com")).hasValue("user:alice~40example.com");
        assertThat(UserChannels.of("user", "a:b")).hasValue("user:a~3Ab");
    }

    @Test
    void noTwoSubjectsShareAChannel() {
        // Letters that fold, compose, look alike or spell the encoding itself.
        String[] parts = {
            "a",
            "A",
            "~",
            "~41",
            ":",
            "%41",
            "\u00e9",
            "e\u0301",
            "\u0430",
            "\u212a",
            "K",
            "\ufeff",
            "\ud83d\ude00",
            ".",
            "?",
            "\u0000"
        };
        Random random = new Random(5);
        Set<String> subjects = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder subject = new StringBuilder();
            for (int length = 1 + random.nextInt(4); length > 0; length--) {
                subject.append(parts[random.nextInt(parts.length)]);
            }
            subjects.add(subject.toString());
        }
        List<String> channels = new ArrayList<>();
        subjects.forEach(
                subject -> channels.add(UserChannels.of("user", subject).orElseThrow()));
        assertThat(channels).doesNotHaveDuplicates().allMatch(INBOX::hasOwner);
        assertThat(channels).allMatch(channel -> channel.matches("user:[A-Za-z0-9._~-]+"));
    }

    @Test
    void theBuiltInRuleIsNamedToWhoeverAsksWhy() {
        assertThat(open.rules().consider(ADMINISTRATOR, ChannelAction.SUBSCRIBE, "user:alice"))
                .first()
                .satisfies(first -> {
                    assertThat(first.counts()).isTrue();
                    assertThat(first.allows()).isFalse();
                    assertThat(first.rule().toString()).contains("built-in");
                });
    }

    private static AccessControl over(Authorizer rules) {
        return new AccessControl(rules, INBOX, new Applications(List.of()), null);
    }

    private static Decision decide(AccessControl control, Caller caller, ChannelAction action, String channel) {
        return control.decide(caller, action, channel).toCompletableFuture().join();
    }
}
