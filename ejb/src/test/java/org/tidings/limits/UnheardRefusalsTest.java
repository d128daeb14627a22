package org.tidings.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A refusal that names the wrong time makes clients ask too early, or lets a later message overtake an earlier one. */
class UnheardRefusalsTest {

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestLimits all =
            new RequestLimits(new RequestSettings(10, 15, 20, 6, 20, 3, 5, 2, 8), new Refusals(meters), clock);
    private final SessionLimits limits = all.enter("alice");

    @Test
    void eachRateHasABurstAndATimeAfterWhichTheNextIsLetThrough() {
        goesOn(limits::publish, 10, Limit.PUBLISHES);
        goesOn(limits::request, 20, Limit.REQUESTS);
        goesOn(limits::ping, 6, Limit.PINGS);
        goesOn(limits::token, 20, Limit.TOKENS);
    }

    private void goesOn(Supplier<Refusal> asked, int burst, Limit limit) {
        for (int i = 0; i < burst; i++) {
            assertThat(asked.get()).as("%s %d", limit, i).isNull();
        }
        Refusal refusal = asked.get();
        assertThat(refusal.limit()).isEqualTo(limit);
        clock.pass(refusal.retryAfterMillis());
        assertThat(asked.get()).isNull();
        assertThat(count(limit)).isEqualTo(1);
    }

    /** Of ten publishes on their way the first is refused; 100 ms later its place is free, and the second would be stored before it. */
    @Test
    void nothingOvertakesARefusedPublish() {
        for (int i = 0; i < 10; i++) {
            limits.publish();
        }
        Refusal first = limits.publish();
        clock.pass(first.retryAfterMillis() - 1);
        Refusal behind = limits.publish();
        assertThat(behind.limit()).isEqualTo(Limit.PUBLISHES);
        assertThat(behind.retryAfterMillis()).isEqualTo(1);
        clock.pass(1);
        assertThat(limits.publish()).isNull();
    }

    @Test
    void furtherConnectionsOfAUserDoNotGetMore() {
        SessionLimits other = all.enter("alice");
        for (int i = 0; i < 10; i++) {
            assertThat(limits.publish()).isNull();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(other.publish()).isNull();
        }
        Refusal refusal = other.publish();
        assertThat(refusal.limit()).isEqualTo(Limit.PUBLISHES_PER_USER);
        assertThat(all.enter("bob").publish()).isNull();
        clock.pass(refusal.retryAfterMillis());
        assertThat(other.publish()).isNull();
    }

    @Test
    void whatWaitsForItsAnswerIsBounded() {
        for (int i = 0; i < 3; i++) {
            assertThat(limits.publish()).isNull();
            limits.begin();
        }
        assertThat(limits.request().limit()).isEqualTo(Limit.PENDING_REQUESTS);
        Refusal refusal = limits.publish();
        assertThat(refusal.limit()).isEqualTo(Limit.PENDING_REQUESTS);
        limits.answered();
        clock.pass(refusal.retryAfterMillis());
        assertThat(limits.publish()).isNull();
        assertThat(limits.request()).isNull();
    }

    @Test
    void whoDoesNotListenIsFoundOut() {
        for (int i = 0; i < 6; i++) {
            limits.ping();
        }
        for (int i = 0; i < 8; i++) {
            limits.ping();
            assertThat(limits.isDeaf()).isFalse();
        }
        limits.ping();
        limits.ping();

        assertThat(limits.isDeaf()).isTrue();
        assertThat(count(Limit.REFUSALS)).isEqualTo(1);
        assertThat(count(Limit.PINGS)).isEqualTo(10);
    }

    @Test
    void pongsThatAnswerNothingAreBorneForAWhile() {
        for (int i = 0; i < 6; i++) {
            assertThat(limits.strayPong()).isTrue();
        }
        assertThat(limits.strayPong()).isFalse();
    }

    @Test
    void aClientThatComesBackMaySubscribeToAllAtOnce() {
        RequestSettings few = new RequestSettings(10, 10, 1, 1, 1, 1_000, 300, 2, 1);
        SessionLimits returned = new RequestLimits(few, new Refusals(meters), clock).enter("alice");
        for (int i = 0; i < 300; i++) {
            assertThat(returned.request()).isNull();
        }
        assertThat(returned.request().limit()).isEqualTo(Limit.REQUESTS);
    }

    @Test
    void aUserWhoIsGoneLeavesNothingBehind() {
        limits.leave();
        limits.leave();
        clock.pass(5_000);
        SessionLimits other = all.enter("bob");

        assertThat(all.users().size()).isOne();
        other.leave();
    }

    private double count(Limit limit) {
        return meters.get("tidings.refused")
                .tag("reason", limit.reason())
                .counter()
                .count();
    }
}
