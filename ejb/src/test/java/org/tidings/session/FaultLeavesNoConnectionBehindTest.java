package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tidings.session.Await.await;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;
import org.tidings.history.StoredEvent;

/**
 * Where a frame could not be made, the session ended and its connection did not: the peer had a line to nobody, was pinged no more,
 * and waited. And one whose greeting could not be made kept its place among those that may connect.
 */
class FaultLeavesNoConnectionBehindTest {

    private final SessionRegistry registry = SessionRegistries.of(
            new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 60_000, 60_000, 60_000, 120_000, 5));
    private final Caller alice = Callers.named("alice", Instant.now().plusSeconds(600));

    @AfterEach
    void stop() {
        registry.stop();
    }

    private static final class Faulty implements Transport {
        private volatile boolean faulty;
        private volatile CloseCode closed;

        @Override
        public void send(OutboundFrame frame, Consumer<Throwable> done) {
            if (faulty) {
                throw new IllegalStateException("a fault of the server");
            }
            done.accept(null);
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseCode code) {
            closed = code;
        }
    }

    @Test
    void whenAFrameCannotBeSent() {
        Faulty transport = new Faulty();
        Session session = registry.open(alice, transport);
        transport.faulty = true;
        session.outlet().offer(null, new StoredEvent(1, 0, 0, "event", 5), null);

        await(session::hasEnded, "the session has ended");
        await(() -> transport.closed == CloseCode.INTERNAL, "and so does its connection");
    }

    @Test
    void whenTheGreetingCannotBeMade() {
        AtomicInteger gone = new AtomicInteger();
        registry.greetWith(caller -> {
            throw new IllegalStateException("a fault of the server");
        });

        assertThatThrownBy(() -> registry.open(alice, gone::incrementAndGet, new Faulty()))
                .hasMessage("a fault of the server");
        assertThat(gone.get()).isEqualTo(1);
        assertThat(registry.size()).isZero();
    }
}
