package org.tidings.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.authorization.ChannelAction.PUBLISH;
import static org.tidings.authorization.ChannelAction.SUBSCRIBE;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.authentication.ChannelGrants;
import org.tidings.authorization.ChannelAuthorizer.Verdict;

/** An application that is slow, broken or too generous must not open what rules and tokens close. */
class ApplicationVerdictTest {
    private static final Caller ALICE = Callers.with(ChannelGrants.UNRESTRICTED);
    private static final ChannelRules NEWS = RuleFiles.rules(
            "{\"allow\": \"subscribe\", \"namespaces\": \"news\", \"to\": \"everyone\"}",
            "{\"deny\": \"subscribe\", \"channels\": \"news:secret\", \"to\": \"everyone\"}");

    @Test
    void vetoOutweighsEveryRuleAndEveryOtherApplication() {
        AccessControl control = control(answering(Verdict.ALLOW), answering(Verdict.VETO));

        assertThat(decide(control, "news:today").words()).contains("vetoes");
    }

    @Test
    void allowCountsAsARuleMoreAndAbstainingAsNone() {
        assertThat(decide(control(answering(Verdict.ALLOW)), "other:1").allowed())
                .isTrue();
        assertThat(decide(control(answering(Verdict.ABSTAIN)), "other:1").allowed())
                .isFalse();
        assertThat(decide(control(answering(Verdict.ABSTAIN)), "news:today").words())
                .startsWith("allowed by rules[0]");
    }

    @Test
    void whatARuleDeniesIsNotEvenAsked() {
        AtomicInteger asked = new AtomicInteger();
        AccessControl control = control(request -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(Verdict.ALLOW);
        });

        assertThat(decide(control, "news:secret").words()).startsWith("denied by rules[1]");
        assertThat(asked).hasValue(0);
    }

    @Test
    void tokenStillNarrowsWhatAnApplicationAllows() {
        Caller narrowed = Callers.with(new ChannelGrants(List.of("news:*"), List.of(), null));
        AccessControl control = control(answering(Verdict.ALLOW));

        assertThat(decide(control, narrowed, SUBSCRIBE, "other:1").words()).contains("the token's own");
        assertThat(decide(control, narrowed, PUBLISH, "news:1").allowed()).isFalse();
        AccessControl silent = control(request -> new CompletableFuture<>());
        assertThat(decide(silent, narrowed, SUBSCRIBE, "other:1").words())
                .as("what the token excludes is not even asked")
                .contains("the token's own");
    }

    @Test
    void silenceFailureAndNothingAreNoVerdictAndSoNoRight() {
        List<ChannelAuthorizer> broken = List.of(
                request -> new CompletableFuture<>(),
                request -> CompletableFuture.failedFuture(new IllegalStateException("no database")),
                request -> CompletableFuture.completedFuture(null),
                request -> null,
                request -> {
                    throw new IllegalStateException("no database");
                });
        for (ChannelAuthorizer each : broken) {
            Decision decision = decide(control(each, answering(Verdict.ALLOW)), "news:today");
            assertThat(decision.allowed()).isFalse();
            assertThat(decision.temporary()).as(decision.words()).isTrue();
            Decision vetoed = decide(control(each, answering(Verdict.VETO)), "news:today");
            assertThat(vetoed.temporary()).as("one veto is enough").isFalse();
        }
    }

    private static Decision decide(AccessControl control, String channel) {
        return decide(control, ALICE, SUBSCRIBE, channel);
    }

    private static Decision decide(AccessControl control, Caller caller, ChannelAction action, String channel) {
        return control.decide(caller, action, channel).toCompletableFuture().join();
    }

    private static ChannelAuthorizer answering(Verdict verdict) {
        return request -> CompletableFuture.completedFuture(verdict);
    }

    private static AccessControl control(ChannelAuthorizer... authorizers) {
        return new AccessControl(NEWS, RuleFiles.NO_INBOXES, RuleFiles.local(Duration.ofMillis(50), authorizers), null);
    }
}
