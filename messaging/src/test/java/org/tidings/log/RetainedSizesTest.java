package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The lower edge of what the broker retains, by both of its bounds. */
class RetainedSizesTest {

    private static final int OVERHEAD = LogSettings.ENTRY_OVERHEAD_BYTES;

    @Test
    void ringDropsTheOldestByCount() {
        RetainedSizes sizes = new RetainedSizes(100, 64L << 20);
        for (long seq = 1; seq <= 1_000; seq++) {
            sizes.add(seq, 10);
            assertThat(sizes.retainedFrom()).isEqualTo(Math.max(1, seq - 99));
        }
        assertThat(sizes.bytes()).isEqualTo(100L * (10 + OVERHEAD));
        assertThat(sizes.trimBelow()).isZero();
    }

    /** From three quarters down to two thirds, so that the broker is asked for many at a time. */
    @Test
    void bytesAreTrimmedInStepsAndNeverPassThreeQuarters() {
        long ringBytes = 300L * 1_000;
        int body = 1_000 - OVERHEAD + 1_000;
        RetainedSizes sizes = new RetainedSizes(1_000_000, ringBytes);
        int trims = 0;
        long trimmed = 0;
        for (long seq = 1; seq <= 10_000; seq++) {
            sizes.add(seq, body);
            assertThat(sizes.bytes()).isLessThanOrEqualTo(ringBytes * 3 / 4);
            if (sizes.trimBelow() > trimmed) {
                trims++;
                trimmed = sizes.trimBelow();
                assertThat(sizes.retainedFrom()).isEqualTo(trimmed);
                assertThat(sizes.bytes()).isLessThanOrEqualTo(ringBytes * 2 / 3);
            }
        }
        assertThat(trims).isBetween(700, 900);
    }

    @Test
    void oneEntryIsAlwaysRetainedHoweverLarge() {
        RetainedSizes sizes = new RetainedSizes(10, 1_000);
        sizes.add(1, 5_000);
        sizes.add(2, 5_000);
        assertThat(sizes.retainedFrom()).isEqualTo(2);
    }

    /** Ten million entries were allocated at once for each shard, twice, before the first event. */
    @Test
    void largeRingCostsNothingWhileItIsEmpty() {
        RetainedSizes[] many = new RetainedSizes[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = new RetainedSizes(10_000_000, 1L << 36);
            many[i].add(1, 1);
        }
        assertThat(many).allMatch(sizes -> sizes.retainedFrom() == 1);
    }

    @Test
    void copyGoesItsOwnWay() {
        RetainedSizes sizes = new RetainedSizes(10, 1 << 20);
        sizes.add(1, 1);
        RetainedSizes copy = sizes.copy();
        for (long seq = 2; seq <= 30; seq++) {
            copy.add(seq, 1);
        }
        assertThat(sizes.retainedFrom()).isEqualTo(1);
        assertThat(copy.retainedFrom()).isEqualTo(21);
    }
}
