package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Callers;
import org.tidings.authentication.TestIssuer;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelAuthorizer.Verdict;
import org.tidings.authorization.RuleFiles;
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

/** An application that takes its time must neither hold a connection's thread nor let a later publish overtake. */
class SlowApplicationTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestIssuer issuer = new TestIssuer();
    private final SentLines sent = new SentLines();
    private final Map<String, CompletableFuture<Verdict>> verdicts = new ConcurrentHashMap<>();
    private final SessionRegistry sessions = new SessionRegistry(
            new SessionSettings("here", 65_536, 1 << 16, 1 << 30, 60_000, 60_000, 5_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);
    private final AccessControl control = RuleFiles.asking(
            RuleFiles.rules("{\"allow\": [\"publish\", \"subscribe\"], \"channels\": \"*\", \"to\": \"everyone\"}"),
            request -> verdict(request.channel()));
    private final ChannelService channels = new ChannelService(
            new AnsweringLog(new PublishOutcome.Accepted(0, "k3", 7)),
            new NoLiveEvents(),
            new Fanout(List.of(new LogShard(LogShard.MAIN, 0)), channel -> Retention.ALL, meters),
            control,
            new CurrentNamespaces(Namespaces.OPEN),
            new Presence(PresenceSettings.from(Settings.of(Map.of())), meters),
            MemoryMarks.noInboxes(),
            AuditTrail.off(meters),
            65_536,
            meters);
    private final RequestDispatcher dispatcher =
            new RequestDispatcher(channels, issuer.verifier(), issuer.revocations(), Runnable::run, Runnable::run);

    private Session session;

    @AfterEach
    void stop() {
        sessions.stop();
    }

    @Test
    void publishesKeepTheirOrderWhileOneWaitsForItsVerdict() throws InterruptedException {
        open();
        verdict("a:quick").complete(Verdict.ABSTAIN);
        publish("1", "a:slow");
        publish("2", "a:quick");
        publish("3", "a:forbidden");
        assertThat(sent.left()).as("all wait for the first").isEmpty();

        verdict("a:slow").complete(Verdict.ABSTAIN);
        assertThat(next()).contains("\"reply\"", "\"id\":\"1\"");
        assertThat(next()).contains("\"reply\"", "\"id\":\"2\"");
        assertThat(sent.left()).isEmpty();

        verdict("a:forbidden").complete(Verdict.VETO);
        assertThat(next()).contains("\"error\"", "\"id\":\"3\"", "\"forbidden\"", "\"decision\"");

        publish("4", "a:slow");
        assertThat(next()).as("a verdict that is kept").contains("\"reply\"", "\"id\":\"4\"");
    }

    /** Its code may block although it must not, and the thread that reads serves many connections. */
    @Test
    void isNotCalledByTheThreadThatReads() throws InterruptedException {
        Queue<Runnable> calls = new ArrayDeque<>();
        control.callOn(calls::add);
        verdict("a:b").complete(Verdict.ABSTAIN);
        open();
        publish("1", "a:b");
        publish("2", "a:b");
        assertThat(sent.left()).isEmpty();

        calls.remove().run();
        assertThat(next()).contains("\"reply\"", "\"id\":\"1\"");
        assertThat(next()).contains("\"reply\"", "\"id\":\"2\"");
        assertThat(calls).isEmpty();
    }

    @Test
    void liveSubscriptionEndsWithTheNextVerdict() throws InterruptedException {
        open();
        verdict("a:b").complete(Verdict.ABSTAIN);
        request("\"action\":\"subscribe\",\"id\":\"1\",\"channel\":\"a:b\"");
        assertThat(next()).contains("\"reply\"", "\"subscribe\"");

        verdicts.clear();
        control.replace(RuleFiles.rules("{\"allow\": \"subscribe\", \"channels\": \"*\", \"to\": \"everyone\"}"));
        channels.recheck(session);
        assertThat(sent.left()).as("the application is still thinking").isEmpty();
        verdict("a:b").complete(Verdict.VETO);
        assertThat(next()).contains("\"unsubscribed\"", "\"forbidden\"", "\"decision\"");
        assertThat(session.subscriptions().count()).isZero();
    }

    private CompletableFuture<Verdict> verdict(String channel) {
        return verdicts.computeIfAbsent(channel, each -> new CompletableFuture<>());
    }

    private void open() throws InterruptedException {
        session = sessions.open(Callers.named("alice", Instant.now().plusSeconds(600)), sent);
        assertThat(next()).contains("\"hello\"");
    }

    private void publish(String id, String channel) {
        request("\"action\":\"publish\",\"id\":\"" + id + "\",\"channel\":\"" + channel + "\",\"payload\":1");
    }

    private void request(String members) {
        dispatcher.frame(session, EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\"," + members + "}"));
    }

    private String next() throws InterruptedException {
        return sent.next();
    }
}
