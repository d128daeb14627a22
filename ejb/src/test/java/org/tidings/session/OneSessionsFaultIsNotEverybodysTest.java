package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;

/**
 * One thread keeps the time of all sessions. An exception out of the end of a single one was that thread's end: from then on nobody
 * was pinged, no token ran out, and no queue was too long, until the instance was started anew.
 */
class OneSessionsFaultIsNotEverybodysTest {

    private static final int MAX_QUEUED_OF_ALL = 10_000;
    private static final int PONG_TIMEOUT_MILLIS = 10_000;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Until one that says nothing has been pinged, and has been waited for. */
    private static final int SILENT_TICKS = PONG_TIMEOUT_MILLIS / 100 + 10;

    private final SessionRegistry registry = SessionRegistries.of(new SessionSettings(
            "here", 1_024, 1 << 16, MAX_QUEUED_OF_ALL, 200, PONG_TIMEOUT_MILLIS, 60_000, 120_000, 5));
    private final Caller alice = Callers.named("alice", Instant.now().plusSeconds(600));

    @AfterEach
    void stop() {
        registry.whenEnded(session -> {});
        registry.stop();
    }

    @Test
    void whereItsEndFails() {
        registry.whenEnded(session -> {
            throw new IllegalStateException("a fault of the server");
        });
        registry.start();
        ScriptedTransport greedy = new ScriptedTransport();
        ScriptedTransport other = new ScriptedTransport();
        Session tooMuch = registry.open(alice, greedy);
        registry.open(alice, other);
        await(() -> !greedy.frames().isEmpty(), "hello");
        greedy.stopReading();
        for (int i = 0; i < 2 * MAX_QUEUED_OF_ALL / 1_000; i++) {
            tooMuch.outlet().behindAll("n".repeat(1_000));
        }
        await(tooMuch::hasEnded, "the greedy one is ended");

        int pings = other.pings();
        // One that answers is pinged again.
        registry.all().forEach(Session::heard);
        await(() -> other.pings() > pings, "the other is still pinged");
        await(() -> greedy.closed() == CloseCode.OVERLOADED, "and the greedy one's connection is closed");
    }

    /** What else was due in the same moment was never due again. */
    @Test
    void whereAnotherIsDueWithIt() {
        registry.whenEnded(session -> {
            throw new AssertionError("a fault of the server");
        });
        Session one = registry.open(alice, new ScriptedTransport());
        Session another = registry.open(alice, new ScriptedTransport());
        long now = System.nanoTime();
        for (int tick = 1; tick <= SILENT_TICKS; tick++) {
            registry.sweeper().look(now + tick * TICK_NANOS, System.currentTimeMillis());
        }

        assertThat(one.hasEnded()).isTrue();
        assertThat(another.hasEnded()).isTrue();
    }
}
