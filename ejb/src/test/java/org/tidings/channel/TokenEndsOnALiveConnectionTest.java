package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Callers;
import org.tidings.authentication.TestIssuer;
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

/** A connection outlives its token, keeps what a newer one takes away, or passes to somebody else. */
class TokenEndsOnALiveConnectionTest {

    private static final Instant END = Instant.now().plusSeconds(600);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestIssuer issuer = new TestIssuer();
    private final SentLines sent = new SentLines();
    private final SessionRegistry sessions = new SessionRegistry(
            new SessionSettings("here", 65_536, 1 << 16, 1 << 30, 60_000, 60_000, 300_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);
    private final ChannelService channels = new ChannelService(
            new AnsweringLog(new PublishOutcome.Accepted(0, "k3", 7)),
            new NoLiveEvents(),
            new Fanout(List.of(new LogShard(LogShard.MAIN, 0)), channel -> Retention.ALL, meters),
            new AccessControl(ChannelRules.from(Settings.of(Map.of("tidings.channels", "open")))),
            new CurrentNamespaces(Namespaces.OPEN),
            new Presence(PresenceSettings.from(Settings.of(Map.of())), meters),
            MemoryMarks.noInboxes(),
            AuditTrail.off(meters),
            65_536,
            meters);
    private final RequestDispatcher dispatcher =
            new RequestDispatcher(channels, issuer.verifier(), issuer.revocations(), Runnable::run, Runnable::run);

    @AfterEach
    void stop() {
        sessions.stop();
    }

    @Test
    void newTokenMovesItsEnd() throws InterruptedException {
        Session session = open("alice", END);
        Instant later = END.plusSeconds(3_600);
        authenticate(session, issuer.token("alice", later, Map.of()));
        assertThat(next()).contains("\"reply\"", "\"authenticate\"", "\"expiresAt\":" + later.getEpochSecond() + "000");
        assertThat(session.caller().expiresAt().getEpochSecond()).isEqualTo(later.getEpochSecond());
    }

    @Test
    void narrowerTokenEndsWhatItDoesNotCover() throws InterruptedException {
        Session session = open("alice", END);
        request(session, "\"action\":\"subscribe\",\"channel\":\"a:kept\"");
        assertThat(next()).contains("\"reply\"", "a:kept");
        request(session, "\"action\":\"subscribe\",\"channel\":\"a:lost\"");
        assertThat(next()).contains("\"reply\"", "a:lost");

        Map<String, Object> narrowed = Map.of("tidings", Map.of("subscribe", List.of("a:kept")));
        authenticate(session, issuer.token("alice", END, narrowed));

        assertThat(next()).contains("\"reply\"", "\"authenticate\"");
        assertThat(next()).contains("\"unsubscribed\"", "a:lost", "\"forbidden\"", "\"resubscribe\":false");
        assertThat(session.subscriptions().count()).isOne();
        assertThat(sent.left()).isEmpty();
    }

    @Test
    void anotherSubjectsTokenEndsIt() throws InterruptedException {
        Session session = open("alice", END);
        authenticate(session, issuer.token("mallory", END, Map.of()));
        assertThat(next()).contains("\"error\"", "\"forbidden\"");
        assertThat(next()).contains("\"bye\"", "4003");
        assertThat(next()).isEqualTo("close 4003");
        assertThat(session.caller().getName()).isEqualTo("alice");
    }

    /** A name that is shown can be given to somebody new; the issuer's own key for the user cannot. */
    @Test
    void anotherSubjectOfTheSameNameEndsItToo() throws InterruptedException {
        Session session = open("alice", END);
        authenticate(session, issuer.token("other-id", END, Map.of("preferred_username", "alice")));
        assertThat(next()).contains("\"error\"", "\"forbidden\"");
    }

    @Test
    void badTokenChangesNothing() throws InterruptedException {
        Session session = open("alice", END);
        String forged = new TestIssuer().token("alice", END.plusSeconds(60), Map.of());
        authenticate(session, forged);
        assertThat(next()).contains("\"error\"", "\"unauthenticated\"");
        authenticate(session, issuer.token("alice", Instant.now().minusSeconds(1), Map.of()));
        assertThat(next()).contains("\"error\"", "\"unauthenticated\"");
        request(session, "\"action\":\"authenticate\"");
        assertThat(next()).contains("\"error\"", "\"bad-payload\"");
        assertThat(session.isClosing()).isFalse();
        assertThat(session.caller().expiresAt().getEpochSecond()).isEqualTo(END.getEpochSecond());
    }

    @Test
    void nothingIsDoneForAnEndedTokenButTakingANewOne() throws InterruptedException {
        Session session = open("alice", END);
        session.renew(Callers.named("alice", Instant.now().minusSeconds(1)));
        request(session, "\"action\":\"publish\",\"channel\":\"a:b\",\"payload\":1");
        assertThat(next()).contains("\"error\"", "\"unauthenticated\"");
        request(session, "\"action\":\"subscribe\",\"channel\":\"a:b\"");
        assertThat(next()).contains("\"error\"", "\"unauthenticated\"");
    }

    @Test
    void tokensWithoutEndAreNotLookedAt() throws InterruptedException {
        Session session = open("alice", END);
        String answer = "";
        for (int i = 0; i < 100 && !answer.contains("rate-limited"); i++) {
            authenticate(session, "rubbish");
            answer = next();
        }
        assertThat(answer).contains("\"rate-limited\"", "\"retryAfterMs\":");
    }

    /** An issuer that lists a user's many groups makes tokens longer than any other payload may be. */
    @Test
    void longTokenIsTaken() throws InterruptedException {
        Session session = open("alice", END);
        authenticate(session, issuer.token("alice", END, Map.of("note", "x".repeat(9_000))));
        assertThat(next()).contains("\"reply\"", "\"expiresAt\"");
    }

    private Session open(String subject, Instant end) throws InterruptedException {
        Session session = sessions.open(issuer.caller(subject, end), sent);
        assertThat(next()).contains("\"hello\"");
        return session;
    }

    private void authenticate(Session session, String token) {
        request(session, "\"action\":\"authenticate\",\"payload\":{\"token\":\"" + token + "\"}");
    }

    private void request(Session session, String members) {
        dispatcher.frame(session, EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\",\"id\":\"1\"," + members + "}"));
    }

    private String next() throws InterruptedException {
        return sent.next();
    }
}
