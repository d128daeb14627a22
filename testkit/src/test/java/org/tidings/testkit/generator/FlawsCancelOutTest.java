package org.tidings.testkit.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** As many deliveries as publishes do not mean that all came: one may be missing, and another have come twice. */
class FlawsCancelOutTest {

    @Test
    void allInOrderIsNoFlaw() {
        assertThat(flaws(3, 0, 1, 2)).isEqualTo("none");
    }

    @Test
    void aLossAndARepetitionAreBothTold() {
        assertThat(flaws(4, 0, 1, 1, 3)).isEqualTo("1 lost, 1 repeated, 0 out of order");
    }

    @Test
    void whatComesLateIsNotLost() {
        assertThat(flaws(4, 0, 2, 3, 1)).isEqualTo("0 lost, 0 repeated, 1 out of order");
    }

    @Test
    void whatComesLateTwiceIsRepeatedOnce() {
        assertThat(flaws(3, 1, 0, 2, 0)).isEqualTo("0 lost, 1 repeated, 1 out of order");
    }

    @Test
    void theEndIsMissedToo() {
        assertThat(flaws(5, 0, 1, 2)).isEqualTo("2 lost, 0 repeated, 0 out of order");
    }

    @Test
    void whoJoinsLateOrLeavesEarlyMissesOnlyWhatIsBetween() {
        Sequence seen = new Sequence(Sequence.ANY);
        for (long number : new long[] {70, 71, 73}) {
            seen.seen(number);
        }
        Flaws flaws = new Flaws();
        seen.judgeGone(flaws);
        assertThat(flaws).hasToString("1 lost, 0 repeated, 0 out of order");
    }

    private static String flaws(long published, long... numbers) {
        Sequence seen = new Sequence(0);
        for (long number : numbers) {
            seen.seen(number);
        }
        Flaws flaws = new Flaws();
        seen.judge(published, flaws);
        assertThat(seen.hasAll(published)).isEqualTo(flaws.lost() == 0);
        return flaws.toString();
    }
}
