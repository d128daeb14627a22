package org.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a publisher is told is a promise too: in time, once, and true. */
class UntrueAnswersTest {

    private static final String CHANNEL = "orders:1";
    private static final String EPOCH = "k3";
    private static final long BOUND = Duration.ofSeconds(5).toNanos();

    private final HistoryChecker checker = new HistoryChecker(Duration.ofNanos(BOUND));

    private void sent(String messageId, long nanos) {
        checker.sent("pia", CHANNEL, messageId, nanos);
    }

    private void acknowledged(String messageId, long seq, long nanos) {
        checker.acknowledged(CHANNEL, messageId, EPOCH, seq, nanos);
    }

    @Test
    void findsAnAcknowledgementThatComesTooLate() {
        sent("m1", 0);
        acknowledged("m1", 1, BOUND);
        sent("m2", 0);
        acknowledged("m2", 2, BOUND + 1);
        assertThat(checker.finish()).containsExactly(new Violation.LateAcknowledgement("pia", CHANNEL, "m2", 5_000));
    }

    @Test
    void findsAnAcknowledgementAfterAnotherFinalAnswer() {
        sent("m1", 0);
        checker.unknown(CHANNEL, "m1", 1);
        acknowledged("m1", 1, 2);
        sent("m2", 3);
        checker.refused(CHANNEL, "m2", "unavailable", 4);
        acknowledged("m2", 2, 5);
        assertThat(checker.finish())
                .containsExactly(
                        new Violation.AcknowledgedAfter("pia", CHANNEL, "m1", "unknown"),
                        new Violation.AcknowledgedAfter("pia", CHANNEL, "m2", "unavailable"));
    }

    @Test
    void acceptsTheSameAcknowledgementTwice() {
        sent("m1", 0);
        acknowledged("m1", 1, 1);
        acknowledged("m1", 1, BOUND * 2);
        assertThat(checker.finish()).isEmpty();
    }

    @Test
    void acceptsWhatIsStoredThoughItsOutcomeWasUnknown() {
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        sent("m1", 0);
        checker.unknown(CHANNEL, "m1", 1);
        checker.saw("alice", CHANNEL, 1, 0, "m1");
        assertThat(checker.finish()).isEmpty();
    }

    @Test
    void findsAnEventThatIsStoredThoughItWasRefused() {
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        sent("m1", 0);
        checker.refused(CHANNEL, "m1", "rate-limited", 1);
        checker.saw("alice", CHANNEL, 1, 0, "m1");
        sent("m2", 2);
        checker.saw("alice", CHANNEL, 2, 1, "m2");
        checker.refused(CHANNEL, "m2", "unavailable", 3);
        assertThat(checker.finish())
                .containsExactly(
                        new Violation.StoredThoughRefused(CHANNEL, 1, "m1", "rate-limited"),
                        new Violation.StoredThoughRefused(CHANNEL, 2, "m2", "unavailable"));
    }

    @Test
    void acceptsARefusedEventThatIsSentOnceMore() {
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        sent("m1", 0);
        checker.refused(CHANNEL, "m1", "rate-limited", 1);
        sent("m1", BOUND * 2);
        acknowledged("m1", 1, BOUND * 2 + 1);
        checker.saw("alice", CHANNEL, 1, 0, "m1");
        assertThat(checker.finish()).isEmpty();
    }

    @Test
    void findsAPublishWithoutAnyAnswer() {
        sent("m1", 0);
        assertThat(checker.violations()).isEmpty();
        assertThat(checker.finish()).containsExactly(new Violation.Unanswered("pia", CHANNEL, "m1"));
    }

    @Test
    void findsAnEventThatStandsBeforeOneThatWasAcknowledgedBeforeItWasSent() {
        sent("m1", 0);
        acknowledged("m1", 2, 10);
        checker.sent("paul", CHANNEL, "m2", 11);
        acknowledged("m2", 1, 12);
        assertThat(checker.finish()).containsExactly(new Violation.Overtook(CHANNEL, "m1", "m2"));
    }

    @Test
    void letsEventsThatWereUnderWayTogetherStandInAnyOrder() {
        sent("m1", 0);
        checker.sent("paul", CHANNEL, "m2", 9);
        acknowledged("m1", 2, 10);
        acknowledged("m2", 1, 12);
        assertThat(checker.finish()).isEmpty();
    }

    /** An excerpt shows what happened to the event, and what the subscriber got before and after it. */
    @Test
    void showsTheSmallestPieceOfHistory() {
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        for (int i = 1; i <= 9; i++) {
            sent("m" + i, i * 1_000_000L);
            acknowledged("m" + i, i, i * 1_000_000L + 500_000);
            if (i < 4 || i > 6) {
                checker.saw("alice", CHANNEL, i, i == 7 ? 3 : i - 1, "m" + i);
            }
        }
        assertThat(checker.finish())
                .containsExactly(
                        new Violation.Lost("alice", CHANNEL, 4, "m4"),
                        new Violation.Lost("alice", CHANNEL, 5, "m5"),
                        new Violation.Lost("alice", CHANNEL, 6, "m6"));
        assertThat(checker.excerpts().get(0).describe())
                .isEqualTo(
                        """
                        alice never got m4, acknowledged at position 4 of orders:1, and no gap was announced.
                          position 3: m3 of pia, sent at 0.0 ms, answered stored at 0.5 ms; delivered to alice
                          position 4: m4 of pia, sent at 1.0 ms, answered stored at 1.5 ms; not delivered to alice
                          position 5: m5 of pia, sent at 2.0 ms, answered stored at 2.5 ms; not delivered to alice
                          position 7: m7 of pia, sent at 4.0 ms, answered stored at 4.5 ms; delivered to alice""");
    }
}
