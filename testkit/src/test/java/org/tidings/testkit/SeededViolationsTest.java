package org.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A checker that sees nothing wrong proves nothing unless it also sees every wrong that was put in. */
class SeededViolationsTest {

    private static final String CHANNEL = "orders:1";
    private static final String EPOCH = "k3";

    private final HistoryChecker checker = new HistoryChecker();

    /** Ten events of one publisher at the positions 1, 3, 5 … 19, acknowledged; alice and bob subscribed before. */
    private void tenEvents() {
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        checker.subscribed("bob", CHANNEL, EPOCH, 0);
        for (int i = 1; i <= 10; i++) {
            checker.sent("pia", CHANNEL, "m" + i);
            checker.acknowledged(CHANNEL, "m" + i, EPOCH, seq(i));
        }
    }

    private static long seq(int i) {
        return 2L * i - 1;
    }

    private void saw(String subscriber, int i) {
        checker.saw(subscriber, CHANNEL, seq(i), i == 1 ? 0 : seq(i - 1), "m" + i);
    }

    private void sawAll(String subscriber) {
        sawFrom(subscriber, 1);
    }

    private void sawFrom(String subscriber, int first) {
        for (int i = first; i <= 10; i++) {
            saw(subscriber, i);
        }
    }

    @Test
    void findsNothingInAnUnharmedHistory() {
        tenEvents();
        sawAll("alice");
        sawAll("bob");
        assertThat(checker.finish()).isEmpty();
    }

    @Test
    void findsAnAcknowledgedEventThatNeverArrived() {
        tenEvents();
        sawAll("alice");
        for (int i = 1; i <= 9; i++) {
            saw("bob", i);
        }
        assertThat(checker.violations()).isEmpty();
        assertThat(checker.finish()).containsExactly(new Violation.Lost("bob", CHANNEL, seq(10), "m10"));
    }

    @Test
    void findsAHoleInTheMiddleWhenItHappens() {
        tenEvents();
        saw("alice", 1);
        sawFrom("alice", 3);
        assertThat(checker.violations())
                .containsExactly(new Violation.UnannouncedGap("alice", CHANNEL, seq(1), seq(2)));
    }

    @Test
    void acceptsAHoleThatWasAnnounced() {
        tenEvents();
        sawAll("bob");
        saw("alice", 1);
        checker.gap("alice", CHANNEL, seq(1), seq(4));
        sawFrom("alice", 4);
        assertThat(checker.finish()).isEmpty();
    }

    @Test
    void findsALossBesideAnAnnouncedHole() {
        tenEvents();
        sawAll("bob");
        saw("alice", 1);
        checker.gap("alice", CHANNEL, seq(1), seq(4));
        sawFrom("alice", 5);
        assertThat(checker.finish())
                .containsExactly(
                        new Violation.UnannouncedGap("alice", CHANNEL, seq(4) - 1, seq(4)),
                        new Violation.Lost("alice", CHANNEL, seq(4), "m4"));
    }

    @Test
    void findsAnEventDeliveredTwice() {
        tenEvents();
        sawAll("alice");
        saw("alice", 10);
        assertThat(checker.violations()).containsExactly(new Violation.DeliveredTwice("alice", CHANNEL, seq(10)));
    }

    @Test
    void findsAnEventStoredTwice() {
        tenEvents();
        sawAll("alice");
        checker.saw("alice", CHANNEL, 21, seq(10), "m10");
        assertThat(checker.violations()).containsExactly(new Violation.StoredTwice(CHANNEL, "m10", seq(10), 21));
    }

    @Test
    void findsEventsDeliveredInAnotherOrder() {
        tenEvents();
        saw("alice", 1);
        checker.saw("alice", CHANNEL, seq(3), seq(1), "m3");
        checker.saw("alice", CHANNEL, seq(2), seq(1), "m2");
        assertThat(checker.violations()).containsExactly(new Violation.Reordered("alice", CHANNEL, seq(3), seq(2)));
    }

    /** What comes late was not lost on the way: one fault, one finding. */
    @Test
    void callsAnEventThatComesBehindItsSuccessorReorderedAndNoGap() {
        tenEvents();
        sawAll("bob");
        saw("alice", 1);
        saw("alice", 3);
        saw("alice", 2);
        sawFrom("alice", 4);
        assertThat(checker.finish()).containsExactly(new Violation.Reordered("alice", CHANNEL, seq(3), seq(2)));
    }

    /** The latecomer itself tells that more is missing before it. */
    @Test
    void keepsAGapOfWhichALatecomerFillsOnlyAPart() {
        tenEvents();
        sawAll("bob");
        saw("alice", 1);
        saw("alice", 5);
        saw("alice", 4);
        assertThat(checker.violations())
                .containsExactly(
                        new Violation.Reordered("alice", CHANNEL, seq(5), seq(4)),
                        new Violation.UnannouncedGap("alice", CHANNEL, seq(1), seq(3)));
        saw("alice", 2);
        saw("alice", 3);
        sawFrom("alice", 6);
        assertThat(checker.finish())
                .containsExactly(
                        new Violation.Reordered("alice", CHANNEL, seq(5), seq(4)),
                        new Violation.Reordered("alice", CHANNEL, seq(5), seq(2)),
                        new Violation.Reordered("alice", CHANNEL, seq(5), seq(3)));
    }

    @Test
    void findsTwoSubscribersWhoSawDifferentEventsAtOnePosition() {
        checker.sent("pia", CHANNEL, "m1");
        checker.sent("pia", CHANNEL, "m2");
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        checker.subscribed("bob", CHANNEL, EPOCH, 0);
        checker.saw("alice", CHANNEL, 1, 0, "m1");
        checker.saw("bob", CHANNEL, 1, 0, "m2");
        assertThat(checker.violations()).containsExactly(new Violation.Divergent(CHANNEL, 1, "m1", "m2"));
    }

    @Test
    void findsAPublisherWhoseEventsChangedPlaces() {
        checker.sent("pia", CHANNEL, "m1");
        checker.sent("pia", CHANNEL, "m2");
        checker.acknowledged(CHANNEL, "m2", EPOCH, 1);
        checker.acknowledged(CHANNEL, "m1", EPOCH, 2);
        assertThat(checker.violations()).containsExactly(new Violation.Swapped("pia", CHANNEL, "m1", "m2"));
    }

    @Test
    void findsAnEventThatNobodySent() {
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        checker.saw("alice", CHANNEL, 1, 0, "forged");
        assertThat(checker.violations()).containsExactly(new Violation.Invented("alice", CHANNEL, 1, "forged"));
    }

    @Test
    void owesNothingBeforeASubscriptionNorAfterItsEnd() {
        tenEvents();
        sawAll("alice");
        sawAll("bob");
        checker.subscribed("carol", CHANNEL, EPOCH, seq(3));
        saw("carol", 4);
        checker.left("carol", CHANNEL);
        assertThat(checker.finish()).isEmpty();
    }

    @Test
    void owesNothingThatAPositionEventCovers() {
        checker.sent("pia", CHANNEL, "m1");
        checker.subscribed("alice", CHANNEL, EPOCH, 0);
        checker.positioned("alice", CHANNEL, 40);
        checker.saw("alice", CHANNEL, 41, 30, "m1");
        assertThat(checker.finish()).isEmpty();
    }

    @Test
    void judgesEachIncarnationOfTheLogByItself() {
        tenEvents();
        sawAll("alice");
        sawAll("bob");
        checker.sent("pia", CHANNEL, "m11");
        checker.subscribed("alice", CHANNEL, "k4", 0);
        checker.acknowledged(CHANNEL, "m11", "k4", 1);
        checker.saw("alice", CHANNEL, 1, 0, "m11");
        assertThat(checker.finish()).isEmpty();
    }

    /** Each round harms one delivery of a random history and expects the checker to notice. */
    @Test
    void noticesEveryRandomHarm() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Integer> delivered = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
            int victim = random.nextInt(10);
            switch (random.nextInt(3)) {
                case 0 -> delivered.remove(victim);
                case 1 -> delivered.add(random.nextInt(10), delivered.get(victim));
                default -> Collections.swap(delivered, victim, (victim + 1 + random.nextInt(9)) % 10);
            }
            SeededViolationsTest harmed = new SeededViolationsTest();
            harmed.tenEvents();
            harmed.sawAll("bob");
            delivered.forEach(i -> harmed.saw("alice", i));
            assertThat(harmed.checker.finish())
                    .as("seed %d, round %d: %s", seed, round, delivered)
                    .isNotEmpty();
        }
    }
}
