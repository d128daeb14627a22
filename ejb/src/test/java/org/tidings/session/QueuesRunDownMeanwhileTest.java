package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;

/**
 * The queues were added up, held too much, and ran down before anybody was chosen to go: then nobody's end was enough, and everybody
 * was ended, those for whom nothing waited too.
 */
class QueuesRunDownMeanwhileTest {

    private static final int MAX_QUEUED_OF_ALL = 10_000;

    private final SessionRegistry registry = SessionRegistries.of(
            new SessionSettings("here", 1_024, 1 << 16, MAX_QUEUED_OF_ALL, 60_000, 60_000, 60_000, 120_000, 5));
    private final Caller alice = Callers.named("alice", Instant.now().plusSeconds(600));

    @AfterEach
    void stop() {
        registry.stop();
    }

    /** Is looked at between the sum and what follows from it. */
    private static final class Between implements Transport {
        private Runnable meanwhile = () -> {};

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
            meanwhile.run();
            return true;
        }
    }

    @Test
    void andNobodyHasToGo() {
        ScriptedTransport slow = new ScriptedTransport();
        Session greedy = registry.open(alice, slow);
        Session modest = registry.open(alice, new ScriptedTransport());
        Between between = new Between();
        registry.open(alice, between).end();
        await(() -> !slow.frames().isEmpty(), "hello");
        slow.stopReading();
        for (int i = 0; i < 3 * MAX_QUEUED_OF_ALL / 1_000; i++) {
            greedy.outlet().behindAll("n".repeat(1_000));
        }
        between.meanwhile = () -> {
            slow.readAgain();
            await(() -> greedy.outlet().queuedBytes() == 0, "all is read");
        };

        registry.sweeper().look(System.nanoTime() + TimeUnit.SECONDS.toNanos(1), System.currentTimeMillis());

        assertThat(greedy.hasEnded()).isFalse();
        assertThat(modest.hasEnded()).isFalse();
    }
}
