package org.tidings.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept for everybody who ever came fills the memory; what is forgotten too early lets them begin anew. */
class ForgottenRatesTest {

    private final ManualClock clock = new ManualClock();
    private final RatePerKey rates = new RatePerKey(RatePlan.perSecond(2, 20).by(clock));

    @Test
    void aHundredThousandAddressesAreForgottenWhenTheyAreSilent() {
        for (int i = 0; i < 100_000; i++) {
            rates.next("address-" + i);
        }
        assertThat(rates.size()).isEqualTo(100_000);

        clock.pass(11_000);
        for (int i = 0; i < 20_000; i++) {
            rates.next("other");
        }
        assertThat(rates.size()).isOne();
    }

    @Test
    void thereAreNeverMoreThanTheBound() {
        for (int i = 0; i < RatePerKey.MAX_KEYS + 5_000; i++) {
            rates.next("address-" + i);
        }
        assertThat(rates.size()).isEqualTo(RatePerKey.MAX_KEYS);
    }

    @Test
    void whoIsForgottenWouldHaveHadAllAgain() {
        for (int i = 0; i < 20; i++) {
            assertThat(rates.next("busy")).isZero();
        }
        long wait = rates.next("busy");
        assertThat(wait).isBetween(500L, 502L);
        clock.pass(9_000);
        for (int i = 0; i < 18; i++) {
            rates.next("other-" + i);
            assertThat(rates.next("busy")).isZero();
        }
        assertThat(rates.next("busy")).as("it was not forgotten").isPositive();
    }
}
