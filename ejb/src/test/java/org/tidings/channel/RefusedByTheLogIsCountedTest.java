package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Callers;
import org.tidings.authentication.Revocations;
import org.tidings.authentication.TokenVerifier;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelRules;
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

/** While the broker was away every publish failed and no meter said so: only what never reached the log was counted. */
class RefusedByTheLogIsCountedTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final SentLines sent = new SentLines();
    private final SessionRegistry sessions = new SessionRegistry(
            new SessionSettings("here", 65_536, 1 << 16, 1 << 30, 60_000, 60_000, 5_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);

    @AfterEach
    void stop() {
        sessions.stop();
    }

    @Test
    void underTheCodeThatThePublisherSees() throws InterruptedException {
        Map<PublishOutcome, String> codes = Map.of(
                new PublishOutcome.Unavailable(), "unavailable",
                new PublishOutcome.Unknown(), "timeout",
                new PublishOutcome.Overloaded(500), "rate-limited",
                new PublishOutcome.TooLarge(), "too-large",
                new PublishOutcome.Expired(), "expired");
        Session session = sessions.open(Callers.named("alice", Instant.now().plusSeconds(600)), sent);
        assertThat(next()).contains("\"hello\"");
        for (Map.Entry<PublishOutcome, String> each : codes.entrySet()) {
            publish(session, each.getKey());
            assertThat(next()).contains("\"error\"", '"' + each.getValue() + '"');
            assertThat(failed(each.getValue())).isOne();
        }
    }

    @Test
    void andWhatIsStoredIsNot() throws InterruptedException {
        Session session = sessions.open(Callers.named("alice", Instant.now().plusSeconds(600)), sent);
        assertThat(next()).contains("\"hello\"");
        publish(session, new PublishOutcome.Accepted(0, "k3", 7));
        assertThat(next()).contains("\"reply\"", "\"seq\":7");
        publish(session, new PublishOutcome.Duplicate(0, "k3", 7));
        assertThat(next()).contains("\"reply\"", "\"duplicate\":true");
        assertThat(meters.find("tidings.requests.failed").counters()).isEmpty();
    }

    private void publish(Session session, PublishOutcome outcome) {
        ChannelService channels = new ChannelService(
                new AnsweringLog(outcome),
                new NoLiveEvents(),
                new Fanout(List.of(new LogShard(LogShard.MAIN, 0)), channel -> Retention.ALL, meters),
                new AccessControl(ChannelRules.from(Settings.of(Map.of("tidings.channels", "open")))),
                new CurrentNamespaces(Namespaces.OPEN),
                new Presence(PresenceSettings.from(Settings.of(Map.of())), meters),
                MemoryMarks.noInboxes(),
                AuditTrail.off(meters),
                65_536,
                meters);
        Revocations revocations = new Revocations(Clock.systemUTC());
        TokenVerifier none = new TokenVerifier(Settings.of(Map.of()), Clock.systemUTC(), revocations);
        new RequestDispatcher(channels, none, revocations, Runnable::run, Runnable::run)
                .frame(
                        session,
                        EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"id\":\"1\","
                                + "\"channel\":\"a:b\",\"payload\":1}"));
    }

    private String next() throws InterruptedException {
        return sent.next();
    }

    private double failed(String code) {
        return meters.get("tidings.requests.failed").tag("code", code).counter().count();
    }
}
