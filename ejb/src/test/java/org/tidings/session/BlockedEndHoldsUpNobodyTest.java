package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;
import org.tidings.history.StoredEvent;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.settings.Settings;

/** A container's close waits for the peer to take the close frame. On a writer thread it held up every session of that thread. */
class BlockedEndHoldsUpNobodyTest {

    /** More than there are writers. */
    private static final int OTHERS = 20;

    private final CountDownLatch release = new CountDownLatch(1);

    private final class Blocking implements Transport {
        private volatile boolean closing;

        @Override
        public void send(OutboundFrame frame, Consumer<Throwable> done) {
            done.accept(null);
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseCode code) {
            closing = true;
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void theOthersAreWrittenMeanwhile() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        SessionRegistry registry = new SessionRegistry(
                new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 60_000, 60_000, 60_000, 120_000, 5),
                new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
                Thread::new,
                meters);
        try {
            Blocking blocking = new Blocking();
            registry.open(Callers.named("leaves", Instant.now().plusSeconds(600)), blocking)
                    .close(CloseCode.DRAINING, 0);
            await(() -> blocking.closing, "its connection is being closed");
            List<ScriptedTransport> others = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                ScriptedTransport transport = new ScriptedTransport();
                registry.open(Callers.named("stays", Instant.now().plusSeconds(600)), transport)
                        .outlet()
                        .offer(null, new StoredEvent(1, 0, 0, "event", 5), null);
                others.add(transport);
            }
            for (ScriptedTransport transport : others) {
                await(() -> transport.envelopes().contains("event"), "the event, although somebody's end lasts");
            }
            assertThat(release.getCount()).isEqualTo(1);
        } finally {
            release.countDown();
            registry.stop();
        }
    }
}
