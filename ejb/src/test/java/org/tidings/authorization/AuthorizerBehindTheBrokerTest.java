package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.authorization.ChannelAction.PUBLISH;
import static org.tidings.authorization.ChannelAction.SUBSCRIBE;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.authorization.Decision.Ground;

/** One that is asked over the broker may be slow, silent, gone or wrong; and thousands may want to know at once. */
class AuthorizerBehindTheBrokerTest {
    private static final Duration KEEP = Duration.ofMinutes(1);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final FakeQuestions questions = new FakeQuestions();
    private final RemoteAuthorizer remote = new RemoteAuthorizer(
            new RemoteSettings(
                    "authorize",
                    "here",
                    List.of(new ClaimPath("branch"), new ClaimPath("nothing")),
                    Duration.ofSeconds(2),
                    KEEP),
            meters);
    private final AccessControl control =
            new AccessControl(RuleFiles.rules(), RuleFiles.NO_INBOXES, new Applications(List.of(remote)), remote);

    AuthorizerBehindTheBrokerTest() {
        control.connect(questions);
    }

    @Test
    void isToldWhoWantsWhatAndNothingElseOfTheToken() {
        Caller caller =
                Callers.claiming(Map.of("groups", List.of("b", "a"), "branch", "north", "secret", "x", "jti", "t1"));
        CompletableFuture<Decision> decision = decide(caller, PUBLISH, "orders:7");

        FakeQuestions.Put put = questions.asked.get(0);
        assertThat(put.text())
                .isEqualTo("{\"v\":1,\"question\":\"" + put.id() + "\",\"instance\":\"here\",\"action\":\"publish\","
                        + "\"channel\":\"orders:7\",\"user\":\"alice\",\"subject\":\"alice\",\"groups\":[\"a\",\"b\"],"
                        + "\"claims\":{\"branch\":[\"north\"],\"nothing\":[]}}");
        assertThat(decision).isNotDone();
        questions.answer(0, "{\"verdict\":\"allow\"}");
        assertThat(decision.join().ground()).isEqualTo(Ground.APPLICATION_ALLOWS);
        assertThat(decision.join().question()).isEqualTo(put.id());
    }

    @Test
    void aThousandWhoWantToKnowTheSameAskOnce() {
        List<CompletableFuture<Decision>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            // Each connection has a token of its own.
            all.add(decide(Callers.claiming(Map.of("jti", "t" + i)), SUBSCRIBE, "a:b"));
        }
        assertThat(questions.asked).hasSize(1);
        questions.answer(0, "{\"verdict\":\"allow\"}");
        assertThat(all).allMatch(each -> each.join().allowed());
        assertThat(decide(alice(), SUBSCRIBE, "a:b").join().allowed())
                .as("kept")
                .isTrue();
        assertThat(questions.asked).hasSize(1);
        assertThat(meters.get("tidings.authorizer.spared").counter().count()).isEqualTo(1_000);
        assertThat(asked("allow")).isEqualTo(1);
    }

    @Test
    void answerIsForThisCallerActionAndChannelAlone() {
        decide(alice(), SUBSCRIBE, "a:b");
        decide(alice(), PUBLISH, "a:b");
        decide(alice(), SUBSCRIBE, "a:c");
        decide(Callers.claiming(Map.of("sub", "bob")), SUBSCRIBE, "a:b");
        decide(Callers.claiming(Map.of("groups", List.of("staff"))), SUBSCRIBE, "a:b");
        decide(Callers.claiming(Map.of("branch", "north")), SUBSCRIBE, "a:b");
        assertThat(questions.asked).hasSize(6);
    }

    @Test
    void vetoWithItsReasonIsFoundByTheOperatorAndIsNotTemporary() {
        CompletableFuture<Decision> decision = decide(alice(), SUBSCRIBE, "a:b");
        questions.answer(0, "{\"verdict\":\"veto\",\"reason\":\"not\\nyours\\u202e\"}");
        assertThat(decision.join().words()).isEqualTo("the application vetoes it: not?yours?");
        assertThat(decision.join().temporary()).isFalse();
    }

    @Test
    void itSaysItselfHowLongItsAnswerHolds() {
        CompletableFuture<Decision> first = decide(alice(), SUBSCRIBE, "a:b");
        questions.answer(0, "{\"verdict\":\"allow\",\"keepSeconds\":0}");
        assertThat(first.join().allowed()).isTrue();
        assertThat(decide(alice(), SUBSCRIBE, "a:b")).as("asked again").isNotDone();
        assertThat(questions.asked).hasSize(2);
    }

    @Test
    void silenceIsNoRightForTheTimeBeing() {
        CompletableFuture<Decision> decision = decide(alice(), SUBSCRIBE, "a:b");
        questions.fail(0, new TimeoutException());
        assertThat(decision.join().allowed()).isFalse();
        assertThat(decision.join().temporary()).isTrue();
        assertThat(decide(alice(), SUBSCRIBE, "a:b").join().temporary())
                .as("nobody asks again before the peer was told to")
                .isTrue();
        assertThat(questions.asked).hasSize(1);
        assertThat(asked("timeout")).isEqualTo(1);
    }

    @Test
    void afterSomeSilenceNobodyWaitsForItAnyMore() {
        for (int i = 0; i < 5; i++) {
            decide(alice(), SUBSCRIBE, "a:" + i);
            questions.fail(i, new TimeoutException());
        }
        assertThat(meters.get("tidings.authorizer.circuit.open").gauge().value())
                .isEqualTo(1);
        Decision atOnce = decide(alice(), SUBSCRIBE, "a:new").join();
        assertThat(atOnce.temporary()).isTrue();
        assertThat(questions.asked).hasSize(5);
    }

    @Test
    void aFloodIsNotItsFault() {
        questions.full = true;
        for (int i = 0; i < 50; i++) {
            assertThat(decide(alice(), SUBSCRIBE, "a:" + i).join().temporary()).isTrue();
        }
        assertThat(meters.get("tidings.authorizer.circuit.open").gauge().value())
                .isZero();
        questions.full = false;
        assertThat(decide(alice(), SUBSCRIBE, "a:new")).isNotDone();
    }

    @Test
    void ruleChangeNewTokenAndRevocationMakeItBeAskedAgain() {
        int asked = 0;
        for (Runnable change : List.<Runnable>of(
                () -> control.replace(RuleFiles.rules()), () -> control.forget("alice"), () -> control.forget(null))) {
            decide(alice(), SUBSCRIBE, "a:b");
            questions.answer(asked++, "{\"verdict\":\"allow\"}");
            change.run();
            assertThat(decide(alice(), SUBSCRIBE, "a:b")).isNotDone();
            assertThat(questions.asked).hasSize(++asked);
            questions.answer(asked - 1, "{\"verdict\":\"veto\"}");
            control.forget("alice");
        }
        decide(alice(), SUBSCRIBE, "a:b");
        questions.answer(asked, "{\"verdict\":\"allow\"}");
        control.forget("bob");
        assertThat(decide(alice(), SUBSCRIBE, "a:b")).as("others' are kept").isCompleted();
    }

    /** The answer was given before the change, and must not be kept behind it. */
    @Test
    void answerThatWasUnderWayWhenTheTokenChangedIsNotKept() {
        decide(alice(), SUBSCRIBE, "a:b");
        control.forget("alice");
        questions.answer(0, "{\"verdict\":\"allow\"}");
        assertThat(decide(alice(), SUBSCRIBE, "a:b")).isNotDone();
    }

    @Test
    void withoutAWayToTheBrokerThereIsNoRight() {
        RemoteAuthorizer alone = new RemoteAuthorizer(
                new RemoteSettings("authorize", "here", List.of(), Duration.ofSeconds(2), KEEP),
                new SimpleMeterRegistry());
        AccessControl starting = new AccessControl(
                RuleFiles.rules("{\"allow\": \"publish\", \"channels\": \"*\", \"to\": \"everyone\"}"),
                RuleFiles.NO_INBOXES,
                new Applications(List.of(alone)),
                alone);
        assertThat(starting.decide(alice(), PUBLISH, "a:b")
                        .toCompletableFuture()
                        .join()
                        .temporary())
                .isTrue();
    }

    private CompletableFuture<Decision> decide(Caller caller, ChannelAction action, String channel) {
        return control.decide(caller, action, channel).toCompletableFuture();
    }

    private static Caller alice() {
        return Callers.claiming(Map.of());
    }

    private double asked(String outcome) {
        return meters.get("tidings.authorizer.questions")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
