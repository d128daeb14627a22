package org.tidings.web.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Action;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Subscribed;
import org.tidings.envelope.Unsubscribed;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.session.Session;
import org.tidings.session.SessionRegistry;
import org.tidings.session.SessionSettings;
import org.tidings.settings.Settings;
import org.tidings.web.admission.OneToken;

/** What ends a stream before it has begun has a status of its own; what ends it later is an event, and no half of an answer. */
class EndBeforeOrBehindTheBeginningTest {

    private static final Envelope SUBSCRIBE =
            Envelope.request(Action.SUBSCRIBE).id("1").channel("c:1").build();

    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
    private final SessionRegistry registry = new SessionRegistry(
            new SessionSettings("here", 65_536, 1 << 20, 1 << 30, 25_000, 20_000, 60_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);
    private final ScriptedResponse response = new ScriptedResponse();
    private Session session;

    @BeforeEach
    void open() throws Exception {
        StreamOutput output = new StreamOutput(response.context(), response, () -> session.end());
        StreamTransport transport = new StreamTransport(response.response(), output);
        session = registry.open(OneToken.verifier().verify(OneToken.TEXT), transport);
        transport.opened(session);
        response.setWriteListener(output);
        response.ready(true);
    }

    @AfterEach
    void stop() {
        registry.stop();
    }

    private void begin() {
        session.send(SUBSCRIBE
                .reply()
                .channel("c:1")
                .epoch("k3")
                .shard(2)
                .seq(50L)
                .payload(new Subscribed(true, 0L, null))
                .build());
        await(() -> response.text().contains("event: subscribed"));
    }

    @Test
    void refusalHasAStatusAndIsNoStream() {
        session.send(SUBSCRIBE.error(ErrorPayload.of(ErrorCode.RATE_LIMITED, "too many", 1_500)));
        await(session::hasEnded);
        assertThat(response.status()).isEqualTo(429);
        assertThat(response.headers())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Retry-After", "2");
        assertThat(response.text())
                .startsWith("{")
                .contains("\"code\":\"rate-limited\"", "\"retryAfterMs\":1500")
                .doesNotContain("hello");
        assertThat(response.completed()).isEqualTo(1);
    }

    @Test
    void beginsWithHelloAlthoughItsStatusWasWaitedFor() {
        assertThat(response.text()).isEmpty();
        begin();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text())
                .matches("(?s)retry: [0-9]{3,4}\nevent: hello\ndata: .*\n\nevent: subscribed\n.*\n\n");
    }

    @Test
    void instanceThatGoesAwayMeanwhileSaysSo() {
        session.close(CloseCode.DRAINING, 1_800);
        await(() -> response.completed() == 1);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "2");
        assertThat(response.text()).contains("\"code\":\"unavailable\"");
    }

    @Test
    void tokenThatIsRevokedMeanwhileIsRefused() {
        session.close(CloseCode.UNAUTHENTICATED, 0);
        await(() -> response.completed() == 1);
        assertThat(response.status()).isEqualTo(401);
    }

    @Test
    void instanceThatGoesAwayLaterSaysWhenToComeBack() {
        begin();
        session.close(CloseCode.DRAINING, 1_800);
        await(() -> response.completed() == 1);
        assertThat(response.text()).contains("retry: 1800\nevent: bye\ndata: ").endsWith("\n\n");
    }

    @Test
    void subscriptionThatEndsIsTheStreamsEnd() {
        begin();
        session.send(Envelope.event(Action.UNSUBSCRIBED)
                .channel("c:1")
                .payload(new Unsubscribed("forbidden", false, "d1"))
                .build());
        await(() -> response.completed() == 1);
        assertThat(response.text()).contains("event: unsubscribed\n", "\"code\":4003");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in vain").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
