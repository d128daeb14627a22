package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.envelope.Action;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.settings.Settings;

/** Every call begins anew, but whoever calls is the same: limits of a user must not begin anew with it. */
class ManyCallsAreOneUserTest {

    private final Caller alice = Callers.named("alice", Instant.now().plusSeconds(600));
    private final List<Requester> asked = new ArrayList<>();
    private final List<Envelope> requests = new ArrayList<>();
    private final SessionRegistry registry = new SessionRegistry(
            new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 25_000, 20_000, 60_000, 120_000, 5),
            new RequestLimits(
                    Settings.of(Map.of("tidings.publish-per-second-per-user", "10")),
                    new Refusals(new CompositeMeterRegistry())),
            Thread::new,
            new CompositeMeterRegistry());

    private final RequestHandler handler = new RequestHandler() {
        @Override
        public void frame(Session session, List<Decoded> envelopes) {
            throw new AssertionError("a call has no frames");
        }

        @Override
        public void request(Requester requester, Envelope request) {
            asked.add(requester);
            requests.add(request);
        }
    };

    @AfterEach
    void stop() {
        registry.stop();
    }

    @Test
    void theUsersRateHoldsOverAllCalls() {
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            Call call = registry.call(alice, handler);
            allowed += call.limits().publish() == null ? 1 : 0;
            call.end();
        }
        assertThat(allowed).isBetween(10, 30);
    }

    @Test
    void eachAnswerReachesWhoeverAskedForIt() {
        Call call = registry.call(alice, handler);
        Envelope request = Envelope.request(Action.PUBLISH).id("mine").build();
        CompletableFuture<Envelope> first = call.ask(request);
        CompletableFuture<Envelope> second = call.ask(request);
        asked.get(1).send(requests.get(1).reply().seq(2L).build());
        assertThat(first).isNotDone();
        assertThat(second.join().seq()).isEqualTo(2);
        asked.get(0).send(requests.get(0).reply().seq(1L).build());
        asked.get(0).send(requests.get(0).reply().seq(3L).build());
        assertThat(first.join().seq()).isEqualTo(1);
    }

    /** A connection that does not listen is ended, and its requests are passed over; those of a call still wait for answers. */
    @Test
    void nothingThatWasAskedIsPassedOver() {
        Call call = registry.call(alice, handler);
        call.close(CloseCode.RATE_LIMITED, 1_000);
        assertThat(call.isClosing()).isFalse();
        assertThat(registry.size()).isZero();
    }
}
