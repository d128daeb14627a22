package org.tidings.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A channel that every publisher floods a little gets many times what its subscribers bear. */
class ChannelRatesTest {

    private static final int PER_SECOND = 10;

    private final ManualClock clock = new ManualClock();
    private final ChannelRates here = new ChannelRates(clock);
    private final ChannelRates there = new ChannelRates(clock);

    @Test
    void boundEachChannelByItself() {
        assertThat(passed(here, "ticks:a", 25)).isEqualTo(PER_SECOND);
        assertThat(passed(here, "ticks:b", 25)).isEqualTo(PER_SECOND);
        clock.pass(1_000);
        assertThat(passed(here, "ticks:a", 25)).isEqualTo(PER_SECOND);
    }

    /** Twenty seconds of twice what is allowed, on each of two instances; each tells ten times a second. */
    @Test
    void areGivenOnceByTwoInstancesInTheLongRun() {
        int passed = 0;
        for (int tenths = 0; tenths < 200; tenths++) {
            clock.pass(100);
            for (ChannelRates each : List.of(here, there)) {
                passed += passed(each, "ticks:a", PER_SECOND / 5);
            }
            tell(here, there);
            tell(there, here);
        }
        assertThat(passed).isBetween(19 * PER_SECOND, 23 * PER_SECOND);
    }

    @Test
    void tellWhatWasPublishedOnceAndNothingOfWhatWasRefused() {
        passed(here, "ticks:a", 25);
        assertThat(here.published()).containsExactly(Map.entry("ticks:a", (long) PER_SECOND));
        assertThat(here.published()).isEmpty();
    }

    /** The namespace may have lost its bound, or be unknown to an instance that has not read its file again. */
    @Test
    void takeNothingOfAChannelWithoutABound() {
        here.publishedElsewhere("ticks:a", 1_000, channel -> 0);
        assertThat(passed(here, "ticks:a", 25)).isEqualTo(PER_SECOND);
    }

    private static int passed(ChannelRates rates, String channel, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += rates.next(channel, PER_SECOND) == 0 ? 1 : 0;
        }
        return passed;
    }

    private static void tell(ChannelRates from, ChannelRates to) {
        from.published().forEach((channel, publishes) -> to.publishedElsewhere(channel, publishes, any -> PER_SECOND));
    }
}
