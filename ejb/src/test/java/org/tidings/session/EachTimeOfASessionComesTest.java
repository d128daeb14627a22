package org.tidings.session;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Callers;
import org.tidings.envelope.Action;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.settings.Settings;

/**
 * Every session was compared with the clock twenty times a second; with 20,000 of them that was most of what an idle instance did. Now
 * each is looked at when something is due, and something may be forgotten: here nobody but the test sets the clocks.
 */
class EachTimeOfASessionComesTest {

    private static final SessionSettings SETTINGS =
            new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 20_000, 8_000, 5_000, 120_000, 0);
    private static final SessionPace PACE = SessionPace.of(SETTINGS);
    private static final long TICK = MILLISECONDS.toNanos(25);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SessionRegistry registry = new SessionRegistry(
            SETTINGS, new RequestLimits(Settings.of(Map.of()), new Refusals(meters)), Thread::new, meters);
    private final SessionSweeper sweeper = registry.sweeper();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final long startMillis = System.currentTimeMillis();
    /** Set once all is open: what was read from the real clock is older. */
    private long startNanos;

    private long elapsed;
    private long setForwardMillis;

    @AfterEach
    void stop() {
        registry.stop();
    }

    private Session open(ScriptedTransport to, long tokenMillis) {
        // Whole seconds are all that a token says.
        Session session = registry.open(Callers.named("alice", Instant.ofEpochMilli(startMillis + tokenMillis)), to);
        await(() -> !to.frames().isEmpty(), "hello");
        startNanos = System.nanoTime();
        session.clock().heard(startNanos);
        return session;
    }

    private void until(long nanos) {
        while (elapsed < nanos) {
            elapsed = Math.min(nanos, elapsed + TICK);
            look();
        }
    }

    private void look() {
        sweeper.look(startNanos + elapsed, startMillis + NANOSECONDS.toMillis(elapsed) + setForwardMillis);
    }

    @Test
    void silentPeerIsPingedAtItsTimeAndCutOffAtItsTime() {
        Session session = open(transport, 3_600_000);
        until(PACE.pingAfterNanos(1) - 1);
        assertThat(transport.pings()).isZero();
        until(PACE.pingAfterNanos(0) + TICK);
        await(() -> transport.pings() == 1, "pinged");
        until(PACE.pingAfterNanos(1) + PACE.pongTimeoutNanos() - 1);
        assertThat(session.hasEnded()).isFalse();
        until(PACE.pingAfterNanos(0) + TICK + PACE.pongTimeoutNanos() + TICK);
        assertThat(session.hasEnded()).isTrue();
    }

    @Test
    void peerThatIsHeardAfterItsPingIsPingedAgainAndStays() {
        Session session = open(transport, 3_600_000);
        for (int pings = 1; pings <= 5; pings++) {
            int expected = pings;
            until(elapsed + PACE.pingAfterNanos(0) + TICK);
            await(() -> transport.pings() == expected, "ping " + expected);
            session.clock().heard(startNanos + elapsed);
        }
        assertThat(session.hasEnded()).isFalse();
    }

    @Test
    void heartbeatsBeginWhenTheyAreAskedForAndKeepTheirPace() {
        Session session = open(transport, 3_600_000);
        until(SECONDS.toNanos(1));
        session.clock().heartbeatEvery(1_000, startNanos + elapsed);
        until(SECONDS.toNanos(6));
        await(() -> said("\"heartbeat\"") == 5, "five in five seconds");
    }

    @Test
    void tokensEndIsToldAMinuteBeforeAndComes() {
        long end = 120_000 - startMillis % 1_000;
        Session session = open(transport, end);
        session.clock().heartbeatEvery(3_600_000, startNanos);
        stayAwakeUntil(session, MILLISECONDS.toNanos(end - 60_000) - 1);
        assertThat(said("\"expiring\"")).isZero();
        stayAwakeUntil(session, MILLISECONDS.toNanos(end - 60_000) + 2 * TICK);
        await(() -> said("\"expiring\"") == 1, "warned");
        stayAwakeUntil(session, MILLISECONDS.toNanos(end + 5_000) - 1);
        assertThat(session.isClosing()).isFalse();
        stayAwakeUntil(session, MILLISECONDS.toNanos(end + 5_000) + 2 * TICK);
        assertThat(session.ending().code()).isEqualTo(CloseCode.TOKEN_EXPIRED);
    }

    @Test
    void newTokenThatEndsSoonerEndsSooner() {
        Session session = open(transport, 3_600_000);
        until(SECONDS.toNanos(1));
        session.renew(Callers.named("alice", Instant.ofEpochMilli(startMillis).plusSeconds(2)));
        until(SECONDS.toNanos(2));
        assertThat(session.isClosing()).isFalse();
        until(SECONDS.toNanos(7) + 2 * TICK);
        assertThat(session.ending().code()).isEqualTo(CloseCode.TOKEN_EXPIRED);
    }

    /** Machines that were asleep, and those that learn the time late, set their clocks by hours. */
    @Test
    void tokenEndsWhereTheWallClockIsSetBeyondItsEnd() {
        Session session = open(transport, 3_600_000);
        until(SECONDS.toNanos(1));
        setForwardMillis = 4_000_000;
        until(SECONDS.toNanos(1) + TICK);
        assertThat(session.ending().code()).isEqualTo(CloseCode.TOKEN_EXPIRED);
    }

    @Test
    void connectionThatDoesNotCloseIsCutOff() {
        Session session = open(transport, 3_600_000);
        transport.stopReading();
        session.send(Envelope.event(Action.HEARTBEAT).build());
        session.close(CloseCode.FORBIDDEN, 0);
        startNanos = System.nanoTime();
        until(SECONDS.toNanos(2) + 2 * TICK);
        assertThat(session.hasEnded()).isTrue();
        assertThat(session.ending().code()).isEqualTo(CloseCode.FORBIDDEN);
        assertThat(meters.get("tidings.sessions.ended").counters())
                .as("it was counted a second time when it was cut off")
                .satisfiesExactly(counter -> assertThat(counter.count()).isOne());
    }

    @Test
    void whoHasLeftIsNotEndedByTheServerToo() {
        Session session = open(transport, 3_600_000);
        session.end();
        session.close(CloseCode.DRAINING, 0);
        assertThat(session.ending()).isNull();
        assertThat(meters.find("tidings.sessions.ended").counters()).isEmpty();
    }

    @Test
    void endedSessionLeavesNoTimer() {
        Session session = open(transport, 3_600_000);
        assertThat(sweeper.wheel().size()).isOne();
        session.end();
        assertThat(sweeper.wheel().size()).isZero();
        session.heartbeatEvery(1_000);
        assertThat(sweeper.wheel().size()).isZero();
    }

    /** After an instance has gone, the others have thousands of newcomers in the same second. */
    @Test
    void thoseWhoCameTogetherAreNotPingedTogether() {
        List<ScriptedTransport> transports = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            transports.add(new ScriptedTransport());
            sessions.add(open(transports.get(i), 3_600_000));
        }
        sessions.forEach(session -> session.clock().heard(startNanos));
        int most = 0;
        int before = 0;
        for (int quarter = 0; before < 300; quarter++) {
            until(PACE.pingAfterNanos(1) + quarter * MILLISECONDS.toNanos(250));
            int due = (int) sessions.stream()
                    .filter(session -> session.clock().isPinged())
                    .count();
            most = Math.max(most, due - before);
            before = due;
        }
        assertThat(most).isLessThan(110);
    }

    private void stayAwakeUntil(Session session, long nanos) {
        while (elapsed < nanos) {
            session.clock().heard(startNanos + elapsed);
            until(Math.min(nanos, elapsed + SECONDS.toNanos(10)));
        }
    }

    private long said(String text) {
        return transport.envelopes().stream()
                .filter(envelope -> envelope.contains(text))
                .count();
    }
}
