package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.audit.AuditTrail;
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

/**
 * One thread reads what many connections bring. While a further token on one of them waited for the issuer's keys, up to four seconds,
 * nobody on that thread would be heard.
 */
class KeysThatAreAwaitedTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestIssuer issuer = new TestIssuer();
    private final CountDownLatch keysAreThere = new CountDownLatch(1);
    private final ExecutorService verifying = Executors.newSingleThreadExecutor();
    private final SessionRegistry sessions = new SessionRegistry(
            new SessionSettings("here", 65_536, 1 << 16, 1 << 30, 60_000, 60_000, 300_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);
    private HttpServer slow;
    private RequestDispatcher dispatcher;

    @BeforeEach
    void start() throws IOException {
        slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            try {
                keysAreThere.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] keys = issuer.publicKeys().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        slow.start();
        ChannelService channels = new ChannelService(
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
        dispatcher = new RequestDispatcher(
                channels,
                issuer.verifier("http://127.0.0.1:" + slow.getAddress().getPort() + "/"),
                issuer.revocations(),
                Runnable::run,
                verifying);
    }

    @AfterEach
    void stop() {
        keysAreThere.countDown();
        sessions.stop();
        verifying.shutdownNow();
        slow.stop(0);
    }

    @Test
    void holdUpWhatFollowsOnTheirConnectionAndNobodyElse() throws InterruptedException {
        Connection alice = new Connection("alice");
        Connection bob = new Connection("bob");
        alice.request("\"action\":\"publish\",\"id\":\"1\",\"channel\":\"a:b\",\"payload\":1");
        assertThat(alice.sent.next()).contains("\"reply\"", "\"id\":\"1\"");
        alice.request("\"action\":\"authenticate\",\"id\":\"2\",\"payload\":{\"token\":\""
                + issuer.token("alice", Instant.now().plusSeconds(900), Map.of()) + "\"}");
        alice.request("\"action\":\"publish\",\"id\":\"3\",\"channel\":\"a:b\",\"payload\":3");
        alice.request("\"action\":\"ping\",\"id\":\"4\"");

        bob.request("\"action\":\"publish\",\"id\":\"1\",\"channel\":\"a:b\",\"payload\":1");
        assertThat(bob.sent.next()).contains("\"reply\"", "\"id\":\"1\"");
        assertThat(alice.sent.left()).isEmpty();

        keysAreThere.countDown();
        assertThat(alice.sent.next()).contains("\"reply\"", "\"authenticate\"", "\"id\":\"2\"");
        assertThat(alice.sent.next()).contains("\"reply\"", "\"id\":\"3\"");
        assertThat(alice.sent.next()).contains("\"reply\"", "\"id\":\"4\"");
    }

    private final class Connection {
        private final SentLines sent = new SentLines();
        private final Session session;

        Connection(String subject) throws InterruptedException {
            session = sessions.open(issuer.caller(subject, Instant.now().plusSeconds(600)), sent);
            assertThat(sent.next()).contains("\"hello\"");
        }

        private void request(String members) {
            dispatcher.frame(session, EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\"," + members + "}"));
        }
    }
}
