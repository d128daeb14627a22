package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.TestIssuer;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelRules;
import org.tidings.authorization.RuleFiles;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.fanout.Fanout;
import org.tidings.inbox.MemoryMarks;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.log.LogShard;
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

/** One who lost a right is still seen, or still sees; one who was thrown out is waited for; one who reconnects is not. */
class PresenceFollowsRightsTest {
    private static final Instant END = Instant.now().plusSeconds(600);
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final String CHANNEL = "a:b";
    private static final ChannelRules ALL =
            RuleFiles.rules("{\"allow\": [\"subscribe\", \"presence\"], \"channels\": \"*\", \"to\": \"everyone\"}");
    private static final ChannelRules UNSEEING =
            RuleFiles.rules("{\"allow\": \"subscribe\", \"channels\": \"*\", \"to\": \"everyone\"}");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestIssuer issuer = new TestIssuer();
    private final SlowSocket socket = new SlowSocket();
    private final SessionRegistry sessions = new SessionRegistry(
            new SessionSettings("here", 65_536, 1 << 20, 1 << 30, 60_000, 60_000, 300_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);
    private final AccessControl control = new AccessControl(ALL);
    private final Presence presence = new Presence(new PresenceSettings(1_000, 5_000, 1_000), meters);
    private final LoopedExchange exchange = new LoopedExchange(presence);
    private final ChannelService channels = new ChannelService(
            new AnsweringLog(new PublishOutcome.Accepted(0, "k3", 7)),
            new NoLiveEvents(),
            new Fanout(List.of(new LogShard(LogShard.MAIN, 0)), channel -> Retention.ALL, meters),
            control,
            new CurrentNamespaces(Namespaces.OPEN),
            presence,
            MemoryMarks.noInboxes(),
            AuditTrail.off(meters),
            65_536,
            meters);
    private final RequestDispatcher dispatcher =
            new RequestDispatcher(channels, issuer.verifier(), issuer.revocations(), Runnable::run, Runnable::run);
    private Session session;

    @BeforeEach
    void watch() throws Exception {
        await(presence::isKnown);
        session = open("alice", socket);
        assertThat(socket.next()).contains("\"hello\"");
        request("\"action\":\"subscribe\",\"id\":\"1\",\"channel\":\"a:b\",\"payload\":{\"presence\":true}");
        assertThat(socket.next()).contains("\"reply\"");
    }

    @AfterEach
    void stop() {
        exchange.close();
        sessions.stop();
    }

    @Test
    void whoMayNotSeeAnyMoreIsToldOnceAndNothingElse() throws Exception {
        control.replace(UNSEEING);
        channels.recheck(session);
        assertThat(socket.next()).contains("\"presence\"", "\"code\":\"forbidden\"", "\"decision\"");
        subscribe(open("bob", new SlowSocket()));
        await(() -> count() == 2);
        request("\"action\":\"presence\",\"id\":\"2\",\"channel\":\"a:b\"");

        assertThat(socket.next()).contains("\"error\"", "\"id\":\"2\"", "\"forbidden\"");
        socket.assertNothingElse();
    }

    @Test
    void whoMayNotSubscribeAnyMoreIsNotSeenAnyMore() throws Exception {
        control.replace(RuleFiles.rules());
        channels.recheck(session);

        assertThat(socket.next()).contains("\"unsubscribed\"");
        assertThat(count()).isZero();
    }

    @Test
    void whoIsThrownOutIsNotWaitedFor() throws Exception {
        session.close(CloseCode.FORBIDDEN, 0);
        session.end();

        assertThat(count()).isZero();
    }

    @Test
    void whoIsToComeBackIsWaitedFor() throws Exception {
        session.close(CloseCode.DRAINING, 0);
        session.end();

        assertThat(count()).isEqualTo(1);
        assertThat(members().get(0)).contains("\"alice\"", "\"connections\":0");
    }

    @Test
    void whatAFurtherTokenSaysOfTheUserIsShown() throws Exception {
        String token = issuer.token("alice", END, Map.of("tidings", Map.of("meta", Map.of("mood", "new"))));
        request("\"action\":\"authenticate\",\"id\":\"2\",\"payload\":{\"token\":\"" + token + "\"}");

        assertThat(members().get(0)).contains("\"meta\":{\"mood\":\"new\"}");
    }

    @Test
    void whoComesIsToldBehindTheReplyAndOneselfNot() throws Exception {
        subscribe(open("bob", new SlowSocket()));

        assertThat(socket.next()).contains("\"join\"", "\"from\":\"bob\"", "\"user\":\"bob\"");
        socket.assertNothingElse();
    }

    private Session open(String user, SlowSocket on) throws Exception {
        return sessions.open(issuer.verifier().verify(issuer.token(user, END, Map.of())), on);
    }

    private void subscribe(Session other) {
        dispatcher.frame(
                other,
                EnvelopeCodec.decode(
                        "{\"v\":1,\"type\":\"request\",\"action\":\"subscribe\",\"id\":\"1\",\"channel\":\"a:b\"}"));
    }

    private void request(String members) {
        dispatcher.frame(session, EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\"," + members + "}"));
    }

    private int count() {
        return members().size();
    }

    private List<String> members() {
        List<String> members = new ArrayList<>();
        presence.ask(new Presence.Question(CHANNEL, null, 100, 60_000), page -> members.addAll(page.members()));
        return members;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}
