package org.tidings.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who spreads over instances gets as many times his rate; or the instances tell each other without end. */
class UserRatesTest {

    private static final int PER_SECOND = 1_000;

    private final ManualClock clock = new ManualClock();
    private final RatePlan plan = RatePlan.perSecond(PER_SECOND).by(clock);

    /** Sends ten times what is allowed, at all instances alike, for twenty seconds. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void aFloodOverAllInstancesGetsTheRateOnceInTheLongRun(int instances) {
        List<UserRates> all = new ArrayList<>();
        List<UserRate> rates = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            all.add(new UserRates(plan));
            rates.add(all.get(i).enter("alice"));
        }
        long early = flood(all, rates, 5);
        long later = flood(all, rates, 20);

        assertThat(early).as("each bucket once").isBetween(4L * PER_SECOND, (5L + instances) * PER_SECOND);
        assertThat(later)
                .as("then the rate, and what is taken between two messages")
                .isBetween((long) (19.0 * PER_SECOND), (long) (20.5 * PER_SECOND));
    }

    /** How many of them are let through. Every instance tells ten times a second; its message arrives 30 ms later. */
    private long flood(List<UserRates> all, List<UserRate> rates, int seconds) {
        long passed = 0;
        List<Map<Integer, Map<String, Long>>> onTheWay = new ArrayList<>();
        for (int millis = 0; millis < seconds * 1_000; millis += 10) {
            clock.pass(10);
            for (UserRate rate : rates) {
                for (int i = 0; i < PER_SECOND / 10; i++) {
                    passed += rate.next() == 0 ? 1 : 0;
                }
            }
            if (millis % UserRates.TELLING_MILLIS == 0) {
                Map<Integer, Map<String, Long>> told = new HashMap<>();
                for (int i = 0; i < all.size(); i++) {
                    told.put(i, all.get(i).published());
                }
                onTheWay.add(told);
            }
            if (millis % UserRates.TELLING_MILLIS == 30 && !onTheWay.isEmpty()) {
                onTheWay.remove(0).forEach((from, usage) -> {
                    for (int i = 0; i < all.size(); i++) {
                        if (i != from) {
                            usage.forEach(all.get(i)::publishedElsewhere);
                        }
                    }
                });
            }
        }
        return passed;
    }

    @Test
    void withoutNewsEachInstanceGivesTheWholeRate() {
        UserRate alone = new UserRates(plan).enter("alice");
        assertThat(burst(alone)).isEqualTo(PER_SECOND);
        clock.pass(1_000);
        assertThat(burst(alone)).isEqualTo(PER_SECOND);
    }

    @Test
    void whoWaitsAsToldIsLetThrough() {
        UserRates rates = new UserRates(plan);
        UserRate alice = rates.enter("alice");
        burst(alice);
        rates.publishedElsewhere("alice", 400);
        clock.pass(alice.next());

        assertThat(alice.next()).isZero();
    }

    @Test
    void debtsAreBounded() {
        UserRates rates = new UserRates(plan);
        UserRate alice = rates.enter("alice");
        for (int i = 0; i < 100; i++) {
            rates.publishedElsewhere("alice", Long.MAX_VALUE / 2);
        }

        assertThat(alice.next()).isLessThanOrEqualTo(1_500);
    }

    @Test
    void comingBackGainsNothing() {
        UserRates rates = new UserRates(plan);
        UserRate alice = rates.enter("alice");
        burst(alice);
        rates.leave(alice);
        clock.pass(100);
        UserRate again = rates.enter("alice");

        assertThat(burst(again)).isLessThanOrEqualTo(PER_SECOND / 10 + 1);
    }

    @Test
    void comingBackElsewhereGainsNothing() {
        UserRates here = new UserRates(plan);
        UserRates elsewhere = new UserRates(plan);
        burst(here.enter("alice"));
        here.published().forEach(elsewhere::publishedElsewhere);

        assertThat(elsewhere.enter("alice").next()).isPositive();
    }

    @Test
    void ofHimWhoIsGoneAndWholeAgainNothingStays() {
        UserRates rates = new UserRates(plan);
        for (int i = 0; i < 100_000; i++) {
            rates.leave(rates.enter("user-" + i));
        }
        UserRate stays = rates.enter("stays");
        rates.publishedElsewhere("heard of", 10);
        clock.pass(3_000);
        rates.enter("stays");
        rates.leave(stays);

        assertThat(rates.size()).isOne();
    }

    @Test
    void onlyWhoPublishesMuchIsToldAbout() {
        UserRates rates = new UserRates(plan);
        UserRate quiet = rates.enter("quiet");
        UserRate loud = rates.enter("loud");
        for (int i = 0; i < 9; i++) {
            quiet.next();
        }
        for (int i = 0; i < 50; i++) {
            loud.next();
        }

        assertThat(rates.published()).containsOnly(Map.entry("loud", 50L));
        assertThat(rates.published()).isEmpty();
        quiet.next();
        assertThat(rates.published()).as("at last").containsOnly(Map.entry("quiet", 10L));
    }

    @Test
    void aMessageIsBounded() {
        UserRates rates = new UserRates(RatePlan.perSecond(1).by(clock));
        for (int i = 0; i < 2_500; i++) {
            rates.enter("user-" + i).next();
        }

        assertThat(rates.published()).hasSize(UserRates.TOLD_AT_ONCE);
        assertThat(rates.published()).hasSize(UserRates.TOLD_AT_ONCE);
        assertThat(rates.published()).hasSize(500);
    }

    private static int burst(UserRate rate) {
        int passed = 0;
        while (rate.next() == 0) {
            passed++;
        }
        return passed;
    }
}
