package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.settings.Settings;

/**
 * A session that opens at the very moment in which the instance begins to drain is either in the list that is told to go, or sees
 * for itself that it must.
 */
class SessionsOpenedWhileDrainingTest {

    private static final int ROUNDS = 100;

    private final SessionSettings settings =
            new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 25_000, 20_000, 60_000, 120_000, 5);

    @Test
    void eachIsToldToGo() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            SessionRegistry registry = new SessionRegistry(
                    settings,
                    new RequestLimits(Settings.of(Map.of()), new Refusals(new CompositeMeterRegistry())),
                    Thread::new,
                    new CompositeMeterRegistry());
            List<ScriptedTransport> peers = List.of(new ScriptedTransport(), new ScriptedTransport());
            CyclicBarrier together = new CyclicBarrier(peers.size() + 1);
            List<Thread> threads = Stream.concat(
                            Stream.<Runnable>of(() -> registry.drain(0)),
                            peers.stream()
                                    .<Runnable>map(peer -> () -> registry.open(
                                            Callers.named("alice", Instant.now().plusSeconds(600)), peer)))
                    .map(task -> new Thread(() -> {
                        meet(together);
                        task.run();
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            await(() -> peers.stream().allMatch(peer -> peer.closed() != null), "no bye");
            for (ScriptedTransport peer : peers) {
                assertThat(peer.closed()).isEqualTo(CloseCode.DRAINING);
                assertThat(peer.envelopes()).hasSize(2);
                assertThat(peer.envelopes().get(0)).contains("\"hello\"");
            }
            registry.stop();
        }
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
