package org.tidings.launcher.listener;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidings.launcher.listener.Patience.Cut;
import org.tidings.launcher.listener.Patience.Reason;
import org.tidings.launcher.listener.Patience.Waiting;
import org.tidings.launcher.listener.PeerWait.Phase;
import org.tidings.settings.Settings;

/** Who sends a byte a second is never silent, so silence is not what may be bounded. */
class PeerLetsUsWaitTest {

    private static final long BEGIN = SECONDS.toNanos(1_000);

    private final Patience patience = Patience.of(Settings.of(Map.of("tidings.max-waiting-connections", "10")));
    private final PeerWait wait = new PeerWait(BEGIN);

    @Test
    void cutsOffAHandshakeThatIsNotCompleteInTime() {
        assertThat(judged(9)).isEmpty();
        assertThat(judged(11)).containsExactly(Reason.SLOW_HEAD);
    }

    @Test
    void givesABodyTheSameTimeAgain() {
        assertThat(wait.received(false, at(9))).isTrue();
        assertThat(judged(18)).isEmpty();
        assertThat(wait.received(false, at(18))).isFalse();
        assertThat(judged(20)).containsExactly(Reason.SLOW_BODY);
    }

    @Test
    void doesNotCountTheTimeInWhichTheServerItselfIsAtWork() {
        wait.received(false, at(1));
        wait.received(true, at(2));
        assertThat(judged(3_000)).isEmpty();
    }

    @Test
    void cutsOffWhoDoesNotTakeTheAnswer() {
        wait.received(true, at(1));
        wait.writes(false);
        assertThat(judged(5)).isEmpty();
        assertThat(judged(24)).isEmpty();
        assertThat(judged(26)).containsExactly(Reason.SLOW_READER);
    }

    @Test
    void countsAnewWhenAllOfTheAnswerWasTaken() {
        wait.received(true, at(1));
        wait.writes(false);
        assertThat(judged(5)).isEmpty();
        wait.wrote();
        assertThat(judged(24)).isEmpty();
        wait.writes(true);
        assertThat(judged(40)).isEmpty();
        assertThat(judged(59)).isEmpty();
    }

    @Test
    void waitsForTheNextRequestOnlyWhenTheAnswerIsOver() {
        wait.received(true, at(1));
        wait.over(at(100));
        assertThat(judged(109)).isEmpty();
        assertThat(judged(111)).containsExactly(Reason.SLOW_HEAD);
    }

    @Test
    void takesWhatFollowsACompleteAnswerForTheNextRequest() {
        assertThat(wait.received(true, at(1))).isTrue();
        wait.writes(true);
        wait.wrote();
        assertThat(wait.received(false, at(50))).isTrue();
        assertThat(judged(59)).isEmpty();
        assertThat(judged(61)).containsExactly(Reason.SLOW_BODY);
    }

    @Test
    void leavesTheSilenceOfAWebSocketToItsSession() {
        wait.received(true, at(1));
        wait.upgraded();
        wait.received(true, at(2));
        assertThat(judged(3_000)).isEmpty();
        wait.over(at(3_000));
        assertThat(judged(3_011)).containsExactly(Reason.SLOW_HEAD);
    }

    @Test
    void ofTooManyThatWaitThoseGoThatHaveDoneSoForLongest() {
        List<Waiting<Integer>> all = new ArrayList<>(IntStream.range(0, 15)
                .mapToObj(i -> new Waiting<>(i, Phase.HEAD, SECONDS.toNanos(1) + i, 0))
                .toList());
        all.add(new Waiting<>(99, Phase.ANSWER, 0, 0));
        assertThat(patience.judge(all)).extracting(Cut::connection).containsExactlyInAnyOrder(10, 11, 12, 13, 14);
    }

    @Test
    void bodiesAndReadersThatAreSlowNeverHoldAllThreads() {
        List<Waiting<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(new Waiting<>(i, Phase.BODY, SECONDS.toNanos(2) + i, 0));
            all.add(new Waiting<>(100 + i, Phase.ANSWER, 0, SECONDS.toNanos(3) + i));
            all.add(new Waiting<>(200 + i, Phase.BODY, SECONDS.toNanos(1) / 2, 0));
        }
        List<Cut<Integer>> cuts = patience.judge(all);
        assertThat(cuts).hasSize(200 - Patience.MAX_HOLDING_THREADS);
        assertThat(cuts).extracting(Cut::reason).containsOnly(Reason.CROWDED);
        assertThat(cuts).extracting(Cut::connection).allMatch(connection -> connection < 200);
        assertThat(cuts).extracting(Cut::connection).contains(199, 198).doesNotContain(0, 1);
    }

    private List<Reason> judged(int seconds) {
        long now = at(seconds);
        return patience
                .judge(List.of(new Waiting<>("it", wait.phase(), wait.waitedNanos(now), wait.unreadNanos(false, now))))
                .stream()
                .map(Cut::reason)
                .toList();
    }

    private static long at(int seconds) {
        return BEGIN + SECONDS.toNanos(seconds);
    }
}
