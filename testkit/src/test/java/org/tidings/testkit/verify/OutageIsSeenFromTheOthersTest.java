package org.tidings.testkit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An outage of one shard would hide behind the others' acknowledgements, and a dead instance's clients would make one. */
class OutageIsSeenFromTheOthersTest {

    private static final long MILLI = 1_000_000;

    private final OutageMeter meter = new OutageMeter(List.of("x", "y"), Set.of("dead"), 0);

    @Test
    void isTheLongestSilenceOfTheWorstChannel() {
        meter.acknowledged("alive", "x", 10 * MILLI);
        meter.acknowledged("alive", "y", 20 * MILLI);
        meter.acknowledged("alive", "x", 400 * MILLI);
        meter.acknowledged("alive", "y", 900 * MILLI);
        assertThat(meter.endMillis(910 * MILLI)).isEqualTo(880);
    }

    @Test
    void lastsUntilItsEndWhereNothingCame() {
        meter.acknowledged("alive", "x", 10 * MILLI);
        assertThat(meter.endMillis(700 * MILLI)).isEqualTo(700);
    }

    @Test
    void isNotEndedByTheInstanceThatWasHit() {
        meter.acknowledged("dead", "x", 10 * MILLI);
        meter.acknowledged("dead", "y", 10 * MILLI);
        assertThat(meter.endMillis(50 * MILLI)).isEqualTo(50);
    }

    @Test
    void passesOverChannelsThatDoNotCount() {
        meter.acknowledged("alive", "x", 40 * MILLI);
        meter.acknowledged("alive", "y", 40 * MILLI);
        meter.acknowledged("alive", "z", 999 * MILLI);
        assertThat(meter.endMillis(50 * MILLI)).isEqualTo(40);
    }
}
