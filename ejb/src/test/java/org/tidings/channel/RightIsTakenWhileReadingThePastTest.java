package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.TestIssuer;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelAuthorizer.Verdict;
import org.tidings.authorization.ChannelRules;
import org.tidings.authorization.RuleFiles;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.fanout.Fanout;
import org.tidings.inbox.MemoryMarks;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.log.Event;
import org.tidings.log.EventLog;
import org.tidings.log.LogReader;
import org.tidings.log.LogShard;
import org.tidings.log.Origin;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.Namespaces;
import org.tidings.namespace.Retention;
import org.tidings.presence.Presence;
import org.tidings.presence.PresenceSettings;
import org.tidings.session.Session;
import org.tidings.session.SessionRegistry;
import org.tidings.session.SessionSettings;
import org.tidings.settings.Settings;

/**
 * A slow reader is given a thousand events page by page, and loses the right to them with most still to come: in history, or in its
 * queue. Nothing of what it may not read any more goes into the socket from then on.
 *
 * <p>Found: a connection that was ended because its token was revoked got the rest of the history first.
 */
class RightIsTakenWhileReadingThePastTest {
    private static final int EVENTS = 1_000;
    private static final Instant END = Instant.now().plusSeconds(600);
    private static final ChannelRules ALL =
            RuleFiles.rules("{\"allow\": [\"subscribe\", \"history\"], \"channels\": \"*\", \"to\": \"everyone\"}");
    private static final ChannelRules PRESENT_ALONE =
            RuleFiles.rules("{\"allow\": \"subscribe\", \"channels\": \"*\", \"to\": \"everyone\"}");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestIssuer issuer = new TestIssuer();
    private final SlowSocket socket = new SlowSocket();
    private final SessionRegistry sessions = new SessionRegistry(
            new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 60_000, 60_000, 300_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);
    private final Fanout fanout = new Fanout(List.of(new LogShard(LogShard.MAIN, 0)), channel -> Retention.ALL, meters);
    private final HeldLog log = new HeldLog();
    private AccessControl control = new AccessControl(ALL);
    private ChannelService channels;
    private RequestDispatcher dispatcher;
    private Session session;

    @BeforeEach
    void openWithAThousandEvents() throws Exception {
        deciding(control);
        fanout.newEpoch(0, "k1", 1);
        for (int seq = 1; seq <= EVENTS; seq++) {
            publish(seq);
        }
        session = sessions.open(issuer.verifier().verify(issuer.token("alice", END, Map.of())), socket);
        assertThat(socket.next()).contains("\"hello\"");
    }

    @AfterEach
    void stop() {
        sessions.stop();
    }

    @Test
    void ruleThatTakesThePastMakesAGapOfTheRestAndThePresentGoesOn() throws InterruptedException {
        int read = readSome();
        control.replace(PRESENT_ALONE);
        channels.recheck(session);
        publish(EVENTS + 1);
        socket.readOn();

        String gap = afterInFlight(read);
        assertThat(gap).contains("\"gap\"", "\"before\":" + (EVENTS + 1), "\"reason\":\"forbidden\"");
        assertThat(socket.next()).contains("\"message\"", "\"seq\":" + (EVENTS + 1));
        assertThat(gap).as("the gap begins where the reader is").contains("\"after\":" + socket.lastSeqBefore(gap));
        socket.assertNothingElse();
    }

    @Test
    void ruleThatTakesAllEndsItAtOnce() throws InterruptedException {
        int read = readSome();
        control.replace(RuleFiles.rules());
        channels.recheck(session);
        publish(EVENTS + 1);
        socket.readOn();

        assertThat(afterInFlight(read)).contains("\"unsubscribed\"", "\"forbidden\"", "\"decision\"");
        socket.assertNothingElse();
    }

    @Test
    void narrowerTokenEndsItAtOnce() throws InterruptedException {
        int read = readSome();
        String narrowed = issuer.token("alice", END, Map.of("tidings", Map.of("subscribe", List.of("b:*"))));
        request("\"action\":\"authenticate\",\"id\":\"2\",\"payload\":{\"token\":\"" + narrowed + "\"}");
        socket.readOn();

        assertThat(afterInFlight(read)).contains("\"reply\"", "\"authenticate\"");
        assertThat(socket.next()).contains("\"unsubscribed\"", "\"decision\"");
        socket.assertNothingElse();
    }

    @Test
    void revokedTokenGetsItsByeAndNothingElse() throws InterruptedException {
        int read = readSome();
        session.close(CloseCode.UNAUTHENTICATED, 0);
        publish(EVENTS + 1);
        socket.readOn();

        assertThat(afterInFlight(read)).contains("\"bye\"", "4001");
        assertThat(socket.next()).isEqualTo("close 4001");
        socket.assertNothingElse();
    }

    @Test
    void instanceThatEndsGivesWhatWaitsAndNoMoreOfHistory() throws InterruptedException {
        readSome();
        session.close(CloseCode.DRAINING, 0);
        socket.readOn();

        int events = 0;
        String frame = socket.next();
        for (; frame.contains("\"message\""); frame = socket.next()) {
            events++;
        }
        assertThat(frame).contains("\"bye\"", "4202");
        assertThat(events).isLessThan(EVENTS - 100);
    }

    /** The application thinks for seconds; what rules alone forbid needs not wait for it. */
    @Test
    void applicationThatTakesItsTimeDoesNotKeepItGoing() throws InterruptedException {
        deciding(RuleFiles.asking(ALL, request -> CompletableFuture.completedFuture(Verdict.ABSTAIN)));
        int read = readSome();
        ChannelRules denied = RuleFiles.rules(
                "{\"allow\": [\"subscribe\", \"history\"], \"channels\": \"*\", \"to\": \"everyone\"}",
                "{\"deny\": \"history\", \"channels\": \"*\", \"to\": \"everyone\"}");
        AccessControl thinking = control;
        thinking.replace(denied);
        channels.recheck(session);
        socket.readOn();
        assertThat(afterInFlight(read)).contains("\"gap\"", "\"reason\":\"forbidden\"");
        socket.assertNothingElse();
    }

    /** The position asked for lies ahead, so the reply waits for the log; meanwhile the rules change. */
    @Test
    void rightThatEndsWhileTheReplyIsUnderWayIsAskedForAgain() throws InterruptedException {
        log.barrier = new CompletableFuture<>();
        request(
                "\"action\":\"subscribe\",\"id\":\"1\",\"channel\":\"a:b\",\"payload\":{\"since\":{\"epoch\":\"k1\",\"seq\":"
                        + (EVENTS + 5) + "}}");
        request(
                "\"action\":\"history\",\"id\":\"2\",\"channel\":\"a:b\",\"payload\":{\"since\":{\"epoch\":\"k1\",\"seq\":"
                        + (EVENTS + 5) + "}}");
        for (int seq = EVENTS + 1; seq <= EVENTS + 10; seq++) {
            publish(seq);
        }
        control.replace(PRESENT_ALONE);
        channels.recheck(session);
        log.barrier.complete(null);
        assertThat(List.of(socket.next(), socket.next()))
                .anySatisfy(reply -> assertThat(reply)
                        .contains("\"reply\"", "\"id\":\"1\"", "\"count\":0", "\"recovered\":false", "\"forbidden\""))
                .anySatisfy(error ->
                        assertThat(error).contains("\"error\"", "\"id\":\"2\"", "\"forbidden\"", "\"decision\""));
        publish(EVENTS + 11);
        assertThat(socket.next()).contains("\"message\"", "\"seq\":" + (EVENTS + 11));
        socket.assertNothingElse();
    }

    private void deciding(AccessControl by) {
        control = by;
        channels = new ChannelService(
                log,
                new NoLiveEvents(),
                fanout,
                control,
                new CurrentNamespaces(Namespaces.OPEN),
                new Presence(PresenceSettings.from(Settings.of(Map.of())), meters),
                MemoryMarks.noInboxes(),
                AuditTrail.off(meters),
                65_536,
                meters);
        dispatcher =
                new RequestDispatcher(channels, issuer.verifier(), issuer.revocations(), Runnable::run, Runnable::run);
    }

    /** Subscribes to all of it, and lets the socket get stuck in the middle. */
    private int readSome() throws InterruptedException {
        socket.stopAfter(20);
        request("\"action\":\"subscribe\",\"id\":\"1\",\"channel\":\"a:b\",\"payload\":{\"last\":" + EVENTS + "}");
        assertThat(socket.next()).contains("\"reply\"", "\"count\":" + EVENTS);
        socket.awaitStuck();
        return socket.handedOver();
    }

    /** The first that went into the socket behind what was there when it got stuck. */
    private String afterInFlight(int handedOver) throws InterruptedException {
        while (socket.taken() < handedOver) {
            assertThat(socket.next()).contains("\"message\"");
        }
        return socket.next();
    }

    private void publish(long seq) {
        fanout.event(
                new Event(
                        0,
                        "k1",
                        seq,
                        seq - 1,
                        1_000,
                        new Origin(0, 0),
                        new Publication("a:b", "bob", null, "\"" + "x".repeat(50) + "\"", Map.of(), 0, 4)),
                1);
    }

    private void request(String members) {
        dispatcher.frame(session, EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\"," + members + "}"));
    }

    /** Its barrier comes back when a test says so. */
    private static final class HeldLog implements EventLog {
        private CompletableFuture<Void> barrier = new CompletableFuture<>();

        @Override
        public void append(Publication publication, Object stream, Consumer<PublishOutcome> told) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int shardOf(String channel) {
            return 0;
        }

        @Override
        public void start(LogReader reader) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> barrier(int shard) {
            return barrier;
        }

        @Override
        public CompletionStage<Integer> erase(String channel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isRead(int shard) {
            return true;
        }

        @Override
        public List<String> obstacles() {
            return List.of();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
