package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A log that has become slow takes as many publishes as a fast one, if they are only counted, and answers them too late. */
class SlowLogIsNotFloodedTest {

    private final AnswerRate rate = new AnswerRate();

    private void answer(int perTick, int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            for (int i = 0; i < perTick; i++) {
                rate.answered();
            }
            rate.tick(true);
        }
    }

    @Test
    void waitIsJudgedByTheLastSecond() {
        // 2,000 a second, then 200 a second.
        answer(100, 40);
        assertThat(rate.millisFor(2_000)).isBetween(900L, 1_200L);
        answer(10, 20);
        assertThat(rate.millisFor(2_000)).isBetween(9_000L, 12_000L);
    }

    @Test
    void firstMomentsCountAsMuchAsThereWas() {
        answer(10, 5);
        assertThat(rate.millisFor(100)).isBetween(400L, 700L);
    }

    /** After an idle minute a burst would have been refused, for the log had answered so little of late. */
    @Test
    void idleTimeIsNotSlowness() {
        answer(1, 20);
        rate.tick(false);
        assertThat(rate.millisFor(2_000)).isZero();
        answer(100, 4);
        assertThat(rate.millisFor(2_000)).isBetween(900L, 1_500L);
    }

    @Test
    void noAnswersAtAllIsAVeryLongTime() {
        answer(0, 1);
        assertThat(rate.millisFor(1)).isEqualTo(Long.MAX_VALUE);
    }
}
