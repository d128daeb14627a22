package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;
import org.tidings.history.StoredEvent;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.settings.Settings;

/** Ten thousand slow readers, each within its bound, are more than the memory: the instance has a bound too. */
class TooMuchQueuedForAllTest {

    private static final long SECOND = 1_000_000_000L;

    private final OutboundBudget budget = new OutboundBudget(1_000);
    private final OutboundQueue queue = new OutboundQueue(640, budget, WireFormat.JSON, new SharedFrames());

    @Test
    void eachQueueTakesLittleWhileAllTogetherHoldTooMuch() {
        assertThat(offered(600)).isTrue();
        assertThat(budget.seen(1_001, 0)).as("first they may run down").isZero();
        assertThat(budget.isTight()).isTrue();
        assertThat(offered(30)).isFalse();
        assertThat(queue.hasRoom()).isFalse();
        queue.next(new FrameDraft(10_000));
        assertThat(queue.hasRoom()).isTrue();
        assertThat(offered(30)).isTrue();
        assertThat(offered(11)).isFalse();

        budget.seen(800, 1);
        assertThat(budget.isTight()).as("not on and off around the bound").isTrue();
        budget.seen(750, 2);
        assertThat(budget.isTight()).isFalse();
        assertThat(offered(500)).isTrue();
    }

    private boolean offered(int bytes) {
        return queue.offer(null, new StoredEvent(1, 0, 0, "x", bytes), null);
    }

    @Test
    void whatDoesNotRunDownHasToGo() {
        assertThat(budget.seen(1_200, 0)).isZero();
        assertThat(budget.seen(1_200, SECOND - 1)).isZero();
        assertThat(budget.seen(1_200, SECOND)).isEqualTo(200);
        assertThat(budget.seen(900, SECOND + 1)).isNegative();
    }

    @Test
    void whatIsFarTooMuchHasToGoAtOnce() {
        assertThat(budget.seen(5_000, 0)).isEqualTo(4_000);
    }

    @Test
    void theOneForWhomMostWaitsIsEndedAndTheOthersStay() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        SessionRegistry registry = new SessionRegistry(
                new SessionSettings("here", 1_024, 1 << 16, 10_000, 60_000, 60_000, 60_000, 120_000, 5),
                new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
                Thread::new,
                meters);
        registry.start();
        try {
            ScriptedTransport stopped = new ScriptedTransport();
            ScriptedTransport reading = new ScriptedTransport();
            Session greedy = registry.open(Callers.named("greedy", Instant.now().plusSeconds(600)), stopped);
            Session modest = registry.open(Callers.named("modest", Instant.now().plusSeconds(600)), reading);
            await(() -> !stopped.frames().isEmpty() && !reading.frames().isEmpty(), "hello");
            stopped.stopReading();
            for (int i = 0; i < 30; i++) {
                greedy.outlet().behindAll("n".repeat(1_000));
            }
            await(() -> stopped.closed() == CloseCode.OVERLOADED, "the greedy one is ended");
            await(() -> !registry.overloaded(), "all is well again");

            assertThat(greedy.outlet().queuedBytes()).isZero();
            assertThat(modest.hasEnded()).isFalse();
            assertThat(meters.get("tidings.refused")
                            .tag("reason", "queued-bytes")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("tidings.sessions.ended")
                            .tag("code", "4103")
                            .counter()
                            .count())
                    .isEqualTo(1);
        } finally {
            registry.stop();
        }
    }
}
