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
import org.tidings.authorization.ChannelRules;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.fanout.Fanout;
import org.tidings.inbox.Inboxes;
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
import org.tidings.mark.Mark;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.Namespaces;
import org.tidings.namespace.Retention;
import org.tidings.presence.Presence;
import org.tidings.presence.PresenceSettings;
import org.tidings.session.Session;
import org.tidings.session.SessionRegistry;
import org.tidings.session.SessionSettings;
import org.tidings.settings.Settings;

/** A user comes back and misses what was not read, gets again what was, or is told another number than there is. */
class ReadAndUnreadTest {
    private static final String INBOX = "user:alice";
    private static final Instant END = Instant.now().plusSeconds(600);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestIssuer issuer = new TestIssuer();
    private final SlowSocket socket = new SlowSocket();
    private final SessionRegistry sessions = new SessionRegistry(
            new SessionSettings("here", 1_024, 1 << 16, 1 << 30, 60_000, 60_000, 300_000, 120_000, 5),
            new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
            Thread::new,
            meters);
    private final Fanout fanout = new Fanout(List.of(new LogShard(LogShard.MAIN, 0)), channel -> Retention.ALL, meters);
    private final EventLog log = new OneShard();
    private final MemoryMarks table = new MemoryMarks();
    private final Inboxes inboxes = table.inboxes(log, fanout, Namespaces.OPEN);
    private final ChannelService channels = new ChannelService(
            log,
            new NoLiveEvents(),
            fanout,
            new AccessControl(ChannelRules.from(Settings.of(Map.of("tidings.channels", "open")))),
            new CurrentNamespaces(Namespaces.OPEN),
            new Presence(PresenceSettings.from(Settings.of(Map.of())), meters),
            inboxes,
            AuditTrail.off(meters),
            65_536,
            meters);
    private final RequestDispatcher dispatcher =
            new RequestDispatcher(channels, issuer.verifier(), issuer.revocations(), Runnable::run, Runnable::run);
    private Session session;

    @BeforeEach
    void openWithTenEvents() throws Exception {
        fanout.newEpoch(0, "k1", 1);
        for (int seq = 1; seq <= 10; seq++) {
            publish(seq, 1);
        }
        sessions.greetWith(caller -> inboxes.unreadOf(caller.getSubject(), channel -> true));
        session = sessions.open(issuer.verifier().verify(issuer.token("alice", END, Map.of())), socket);
    }

    @AfterEach
    void stop() {
        sessions.stop();
    }

    @Test
    void whoComesIsToldHowMuchIsUnreadAndGetsJustThat() throws Exception {
        assertThat(socket.next()).contains("\"hello\"", "\"unread\":{\"user:alice\":10}");
        table.hear(new Mark(INBOX, null, "phone", "k1", 7, 1, Long.MAX_VALUE));
        subscribe("{\"unread\":true}");
        assertThat(socket.next()).contains("\"recovered\":true", "\"count\":3", "\"unread\":3");
        for (int seq = 8; seq <= 10; seq++) {
            assertThat(socket.next()).contains("\"message\"", "\"seq\":" + seq);
        }
        socket.assertNothingElse();
    }

    @Test
    void aDeviceGoesOnBehindItsOwnMarkAndANewOneBehindTheUsers() throws Exception {
        socket.next();
        ack(4, ",\"device\":\"laptop\"");
        assertThat(socket.next()).contains("\"ack\"", "\"device\":\"laptop\"", "\"seq\":4", "\"unread\":6");
        ack(9, ",\"device\":\"phone\"");
        assertThat(socket.next()).contains("\"device\":\"phone\"", "\"seq\":9", "\"unread\":1");
        subscribe("{\"unread\":true,\"device\":\"laptop\"}");
        assertThat(socket.next()).contains("\"count\":6", "\"unread\":1");
        for (int seq = 5; seq <= 10; seq++) {
            assertThat(socket.next()).contains("\"seq\":" + seq);
        }
        request("\"action\":\"unsubscribe\",\"id\":\"u\",\"channel\":\"" + INBOX + "\"");
        socket.next();
        subscribe("{\"unread\":true,\"device\":\"tablet\"}");
        assertThat(socket.next()).contains("\"count\":1", "\"unread\":1");
    }

    @Test
    void aMarkNeverGoesBackAndNeverBeyondTheEnd() throws Exception {
        socket.next();
        ack(8, "");
        assertThat(socket.next()).contains("\"seq\":8", "\"unread\":2");
        ack(3, "");
        assertThat(socket.next()).as("it stands where it stood").contains("\"reply\"", "\"seq\":8", "\"unread\":2");
        ack(11, "");
        assertThat(socket.next()).contains("\"error\"", "\"bad-payload\"");
        request("\"action\":\"ack\",\"id\":\"a\",\"channel\":\"" + INBOX
                + "\",\"payload\":{\"epoch\":\"other\",\"seq\":3}");
        assertThat(socket.next()).contains("\"error\"", "\"bad-payload\"");
        for (String payload : List.of(
                "{}",
                "{\"epoch\":\"k1\"}",
                "{\"epoch\":\"k1\",\"seq\":-1}",
                "{\"epoch\":\"k1\",\"seq\":1,\"device\":\"a/b\"}",
                "{\"epoch\":\"k1\",\"seq\":1,\"device\":\"\"}")) {
            request("\"action\":\"ack\",\"id\":\"a\",\"channel\":\"" + INBOX + "\",\"payload\":" + payload);
            assertThat(socket.next()).as(payload).contains("\"error\"", "\"bad-payload\"");
        }
        assertThat(table.keys()).containsExactly(INBOX);
    }

    @Test
    void otherDevicesHearOfItOnceInOrderAndBehindTheEvents() throws Exception {
        socket.next();
        subscribe("{\"unread\":true}");
        for (int i = 0; i < 11; i++) {
            socket.next();
        }
        publish(11, 1);
        table.hear(new Mark(INBOX, "phone", "phone", "k1", 9, 1, Long.MAX_VALUE));
        table.hear(new Mark(INBOX, null, "phone", "k1", 9, 1, Long.MAX_VALUE));
        table.hear(new Mark(INBOX, null, "phone", "k1", 9, 1, Long.MAX_VALUE));
        assertThat(socket.next()).contains("\"message\"", "\"seq\":11");
        assertThat(socket.next()).contains("\"read\"", "\"device\":\"phone\"", "\"seq\":9", "\"unread\":2");
        socket.assertNothingElse();
    }

    @Test
    void whatTheRingLostIsAGapAndNothingIsCountedThatCannotBeGiven() throws Exception {
        socket.next();
        table.hear(new Mark(INBOX, null, null, "k1", 2, 1, Long.MAX_VALUE));
        publish(11, 6);
        subscribe("{\"unread\":true}");
        assertThat(socket.next())
                .contains(
                        "\"recovered\":false",
                        "\"after\":2",
                        "\"before\":6",
                        "\"expired\"",
                        "\"count\":6",
                        "\"unread\":6");
        assertThat(socket.next()).contains("\"seq\":6");
    }

    @Test
    void aMarkOfALostLogMeansNothing() throws Exception {
        socket.next();
        table.hear(new Mark(INBOX, null, null, "k0", 500, 1, Long.MAX_VALUE));
        subscribe("{\"unread\":true}");
        assertThat(socket.next()).contains("\"count\":10", "\"unread\":10", "\"recovered\":true");
        for (int i = 0; i < 10; i++) {
            socket.next();
        }
        ack(10, "");
        assertThat(List.of(socket.next(), socket.next()))
                .anySatisfy(event -> assertThat(event).contains("\"read\"", "\"unread\":0"))
                .anySatisfy(reply -> assertThat(reply).contains("\"reply\"", "\"seq\":10", "\"unread\":0"));
    }

    /** Read at another instance, whose log is further than this one's. */
    @Test
    void aMarkBeyondThisInstancesTailIsNoGap() throws Exception {
        socket.next();
        table.hear(new Mark(INBOX, null, null, "k1", 15, 1, Long.MAX_VALUE));
        subscribe("{\"unread\":true}");
        assertThat(socket.next()).contains("\"recovered\":true", "\"count\":0", "\"unread\":0");
    }

    @Test
    void withoutTheBrokerAnAckIsNotConfirmedAndMovesNothing() throws Exception {
        socket.next();
        table.away();
        ack(5, "");
        assertThat(socket.next()).contains("\"error\"", "\"unavailable\"", "\"temporary\":true");
        subscribe("{\"unread\":true}");
        assertThat(socket.next()).contains("\"count\":10");
    }

    @Test
    void aSeventeenthDeviceTakesThePlaceOfTheOneSilentLongest() throws Exception {
        socket.next();
        for (int device = 1; device <= 17; device++) {
            table.hear(new Mark(INBOX, "d" + device, "d" + device, "k1", 1, device, Long.MAX_VALUE));
        }
        ack(3, ",\"device\":\"new\"");
        socket.next();
        assertThat(table.keys())
                .contains(INBOX + "/new", INBOX + "/d17", INBOX)
                .doesNotContain(INBOX + "/d1", INBOX + "/d2")
                .hasSize(17);
    }

    @Test
    void elsewhereNothingIsUnread() throws Exception {
        socket.next();
        request("\"action\":\"ack\",\"id\":\"a\",\"channel\":\"news:x\",\"payload\":{\"epoch\":\"k1\",\"seq\":1}");
        assertThat(socket.next()).contains("\"error\"", "\"unsupported\"");
        request("\"action\":\"subscribe\",\"id\":\"a\",\"channel\":\"news:x\",\"payload\":{\"unread\":true}");
        assertThat(socket.next()).contains("\"error\"", "\"unsupported\"");
        request("\"action\":\"ack\",\"id\":\"a\",\"channel\":\"user:bob\",\"payload\":{\"epoch\":\"k1\",\"seq\":1}");
        assertThat(socket.next()).contains("\"error\"", "\"forbidden\"");
        subscribe("{\"unread\":true,\"last\":3}");
        assertThat(socket.next()).contains("\"error\"", "\"bad-payload\"");
    }

    private void subscribe(String payload) {
        request("\"action\":\"subscribe\",\"id\":\"s\",\"channel\":\"" + INBOX + "\",\"payload\":" + payload);
    }

    private void ack(long seq, String device) {
        request("\"action\":\"ack\",\"id\":\"a\",\"channel\":\"" + INBOX + "\",\"payload\":{\"epoch\":\"k1\",\"seq\":"
                + seq + device + "}");
    }

    private void request(String members) {
        dispatcher.frame(session, EnvelopeCodec.decode("{\"v\":1,\"type\":\"request\"," + members + "}"));
    }

    private void publish(long seq, long retainedFrom) {
        fanout.event(
                new Event(
                        0,
                        "k1",
                        seq,
                        seq - 1,
                        1_000,
                        new Origin(0, 0),
                        new Publication(INBOX, "bob", null, "\"x\"", Map.of(), 0, 4)),
                retainedFrom);
    }

    /** Read to its end. */
    private static final class OneShard implements EventLog {
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
            return CompletableFuture.completedFuture(null);
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
