package org.tidings.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.history.StoredEvent;

class SessionTest {

    private static final int MAX_QUEUED_BYTES = 1 << 16;

    private final ScriptedTransport transport = new ScriptedTransport();
    private final SessionSettings settings =
            new SessionSettings("here", 1_024, MAX_QUEUED_BYTES, 1 << 30, 200, 200, 200, 120_000, 5);
    private final SessionRegistry registry = SessionRegistries.of(settings);

    @AfterEach
    void stop() {
        registry.stop();
    }

    private Session open() {
        Session session = registry.open(Callers.named("alice", Instant.now().plusSeconds(600)), transport);
        await(() -> !transport.frames().isEmpty(), "hello");
        return session;
    }

    private static StoredEvent event(long seq) {
        String text = "{\"seq\":" + seq + "}";
        return new StoredEvent(seq, seq - 1, System.nanoTime(), text, text.length());
    }

    @Test
    void helloIsTheFirstFrame() {
        open();
        assertThat(transport.frames().get(0))
                .startsWith("{\"v\":1,\"type\":\"event\",\"action\":\"hello\"")
                .contains("\"user\":\"alice\"", "\"instance\":\"here\"", "\"maxFrameBytes\":1024");
    }

    @Test
    void whatWaitsGoesOutTogetherWithinAFrame() {
        Session session = open();
        transport.stopReading();
        session.outlet().offer(null, event(1), null);
        await(transport::sending, "the first event in flight");
        for (int seq = 2; seq <= 200; seq++) {
            assertThat(session.outlet().offer(null, event(seq), null)).isTrue();
        }
        transport.readAgain();
        await(() -> transport.envelopes().size() == 201, "all events");
        assertThat(transport.frames().size()).isLessThan(8);
        assertThat(transport.frames()).allMatch(frame -> frame.length() <= 1_024);
        List<String> expected = new ArrayList<>();
        for (int seq = 1; seq <= 200; seq++) {
            expected.add(event(seq).envelope());
        }
        assertThat(transport.envelopes().subList(1, 201)).isEqualTo(expected);
    }

    @Test
    void peerThatDoesNotReadCostsBoundedMemory() {
        Session session = open();
        transport.stopReading();
        int accepted = 0;
        while (session.outlet().offer(null, event(1_000_000), null)) {
            accepted++;
            assertThat(accepted).isLessThan(MAX_QUEUED_BYTES);
        }
        assertThat(accepted * event(1_000_000).bytes()).isLessThanOrEqualTo(MAX_QUEUED_BYTES + 2_048);
    }

    /** It asks and asks without reading the answers: nothing else bounds those. */
    @Test
    void peerThatOnlyAsksIsCutOff() {
        registry.start();
        Session session = open();
        transport.stopReading();
        for (int i = 0; i < 20_000; i++) {
            session.send(Envelope.request("x").id("0123456789").build());
        }
        await(session::hasEnded, "the session ended although its writer is stuck");
        await(() -> transport.closed() != null, "the connection is closed");
    }

    @Test
    void byeIsWrittenBeforeTheClose() {
        Session session = open();
        session.outlet().offer(null, event(1), null);
        session.close(CloseCode.DRAINING, 500);
        await(() -> transport.closed() == CloseCode.DRAINING, "closed");
        assertThat(transport.envelopes()).hasSize(3);
        assertThat(transport.envelopes().get(2)).contains("\"bye\"", "\"code\":4202", "\"retryAfterMs\":500");
    }

    @Test
    void failedSendEndsTheSession() {
        Session session = open();
        transport.stopReading();
        session.outlet().offer(null, event(1), null);
        await(transport::sending, "in flight");
        transport.fail();
        await(session::hasEnded, "ended");
        assertThat(registry.size()).isZero();
    }

    @Test
    void silentPeerIsPingedThenCutOff() {
        registry.start();
        Session session = open();
        await(() -> transport.pings() > 0, "pinged");
        await(session::hasEnded, "cut off");
    }

    @Test
    void peerThatAnswersPingsStays() {
        registry.start();
        Session session = open();
        for (int i = 1; i <= 4; i++) {
            int expected = i;
            await(() -> transport.pings() >= expected, "ping " + expected);
            session.heard();
        }
        assertThat(session.hasEnded()).isFalse();
    }

    /**
     * Of thousands that vanished right behind their handshakes one in eight stayed for the whole interval: Tyrus was not told of
     * an end that came so soon.
     */
    @Test
    void newcomerWhoSaysNothingIsPingedSoon() {
        SessionSettings patient =
                new SessionSettings("here", 1_024, MAX_QUEUED_BYTES, 1 << 30, 20_000, 8_000, 200, 120_000, 5);
        SessionRegistry patiently = SessionRegistries.of(patient);
        Session session = patiently.open(Callers.named("alice", Instant.now().plusSeconds(600)), transport);
        long opened = System.nanoTime();
        session.clock().tick(opened + SECONDS.toNanos(1), 0);
        await(() -> !transport.frames().isEmpty(), "hello");
        assertThat(transport.pings()).isZero();
        session.clock().tick(opened + SECONDS.toNanos(3), 0);
        await(() -> transport.pings() == 1, "pinged");
        patiently.stop();
    }

    /** After a freeze of 10 s every client with a ping on its way was cut off, its pong unread in the socket. */
    @Test
    void silenceWhileTheServerItselfStoodStillIsNotThePeers() {
        Session session = open();
        SessionClock clock = session.clock();
        long start = System.nanoTime();
        long pinged = start + SECONDS.toNanos(60);
        assertThat(clock.tick(pinged, 0)).isNull();
        clock.stoodStill(SECONDS.toNanos(600));
        long back = pinged + SECONDS.toNanos(600);
        assertThat(clock.tick(back, 0)).isNull();
        assertThat(clock.tick(back + SECONDS.toNanos(60), 0)).isEqualTo(CloseCode.GOING_AWAY);
    }

    @Test
    void heartbeatsComeAsOftenAsAsked() {
        registry.start();
        Session session = open();
        session.heartbeatEvery(100);
        await(
                () -> {
                    session.heard();
                    return transport.envelopes().stream()
                                    .filter(envelope -> envelope.contains("\"heartbeat\""))
                                    .count()
                            >= 3;
                },
                "three heartbeats");
    }

    @Test
    void tokensEndIsTheConnectionsEnd() {
        registry.start();
        Session session = registry.open(Callers.named("alice", Instant.now().plusSeconds(2)), transport);
        await(
                () -> {
                    session.heard();
                    return transport.closed() == CloseCode.TOKEN_EXPIRED;
                },
                "closed as expired");
        assertThat(transport.envelopes().get(1)).contains("\"expiring\"", "\"expiresAt\":");
    }

    /** The warning is for each token: a client that renewed once and heard nothing more would be cut off. */
    @Test
    void renewedTokenIsWarnedOfAgainAndMovesTheEnd() {
        registry.start();
        Session session = registry.open(Callers.named("alice", Instant.now().plusSeconds(2)), transport);
        await(() -> warningsTo(session) == 1, "warned");
        Instant later = Instant.now().plusSeconds(50);
        session.renew(Callers.named("alice", later));
        await(() -> warningsTo(session) == 2, "warned of the new token's end");
        assertThat(transport.envelopes().get(transport.envelopes().size() - 1))
                .contains("\"expiresAt\":" + later.getEpochSecond());
        assertThat(transport.closed()).isNull();
    }

    /** Its peer is not silent meanwhile: on a busy machine that would end it before anything is written. */
    private long warningsTo(Session session) {
        session.heard();
        return transport.envelopes().stream()
                .filter(envelope -> envelope.contains("\"expiring\""))
                .count();
    }

    @Test
    void drainSaysByeToAll() {
        Session session = open();
        Thread drain = new Thread(() -> registry.drain(5_000));
        drain.start();
        await(() -> transport.closed() == CloseCode.DRAINING, "closed as draining");
        session.end();
        await(() -> !drain.isAlive(), "the drain ends with the last session");
    }
}
