package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;

/**
 * A connection ends once everything is written. To a peer that took its leave, or fell silent, and read nothing, that was never: its
 * session had ended and its seat was free, and its socket stayed, with as many others as it liked to open behind it.
 */
class PeerThatReadsNothingKeepsNoSocketTest {

    private final SessionRegistry registry = SessionRegistries.of(
            new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 60_000, 60_000, 60_000, 120_000, 5));
    private final Lingering transport = new Lingering();

    @AfterEach
    void stop() {
        registry.stop();
    }

    private static final class Lingering implements Transport {
        private boolean there = true;
        private int cuts;

        @Override
        public void send(OutboundFrame frame, Consumer<Throwable> done) {
            done.accept(null);
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseCode code) {}

        @Override
        public boolean lingers() {
            return there;
        }

        @Override
        public void cut() {
            cuts++;
            there = false;
        }
    }

    private void lookAfter(long nanos) {
        registry.sweeper().look(System.nanoTime() + nanos, System.currentTimeMillis());
    }

    private Session open() {
        return registry.open(Callers.named("alice", Instant.now().plusSeconds(600)), transport);
    }

    @Test
    void beyondItsFarewell() {
        Session session = open();
        lookAfter(Farewells.PATIENCE_NANOS);
        assertThat(transport.cuts).as("while its session lives").isZero();

        session.end();
        lookAfter(Farewells.PATIENCE_NANOS - TimeUnit.SECONDS.toNanos(2));
        assertThat(transport.cuts).as("a slow one has time to read").isZero();
        lookAfter(Farewells.PATIENCE_NANOS + TimeUnit.SECONDS.toNanos(1));
        lookAfter(Farewells.PATIENCE_NANOS + TimeUnit.SECONDS.toNanos(2));
        assertThat(transport.cuts).isEqualTo(1);
    }

    @Test
    void andOneThatReadIsLeftAlone() {
        open().end();
        transport.there = false;
        lookAfter(TimeUnit.SECONDS.toNanos(1));
        transport.there = true;
        lookAfter(2 * Farewells.PATIENCE_NANOS);

        assertThat(transport.cuts).isZero();
    }
}
