package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Envelope;

/** A future that never completes is a program that hangs. */
class RequestsAreAnsweredOnceTest {

    private final ScriptedServer server = new ScriptedServer();
    private final TidingsClient client =
            server.client().requestTimeout(Duration.ofMillis(200)).build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void withAPageOfHistory() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<HistoryPage> page =
                client.history("orders:eu", HistoryRange.since(new Position("k3", 41), 2));
        Envelope request = peer.expect("history");
        assertThat(request.payload()).contains("\"since\":{\"epoch\":\"k3\",\"seq\":41}", "\"limit\":2");
        String event =
                "{\"v\":1,\"type\":\"event\",\"action\":\"message\",\"channel\":\"orders:eu\",\"seq\":57,\"prev\":50,"
                        + "\"epoch\":\"k3\",\"from\":\"bob\",\"at\":7,\"payload\":{ \"a\":1.50}}";
        peer.reply(
                request,
                "\"epoch\":\"k3\",\"payload\":{\"events\":[" + event + "],\"more\":true,"
                        + "\"gap\":{\"after\":41,\"before\":57,\"reason\":\"expired\"}}");

        HistoryPage read = page.get(10, TimeUnit.SECONDS);
        assertThat(read.more()).isTrue();
        assertThat(read.gap()).contains(new Gap("orders:eu", "k3", 41L, 57L, "expired", null));
        assertThat(read.events()).singleElement().satisfies(only -> {
            assertThat(only.payload()).isEqualTo("{ \"a\":1.50}");
            assertThat(only.position()).contains(new Position("k3", 57));
        });
    }

    @Test
    void onTheNextConnectionIfTheFirstIsLost() throws Exception {
        client.connect();
        ScriptedPeer first = server.connection();
        CompletableFuture<Instant> pong = client.ping();
        first.expect("ping");
        first.abort();
        ScriptedPeer second = server.connection();
        second.reply(second.expect("ping"), "\"payload\":{\"now\":1000}");
        assertThat(pong.get(10, TimeUnit.SECONDS)).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void withAFailureIfNoAnswerComes() throws Exception {
        client.connect();
        server.connection();
        assertThat(failureOf(client.ping())).isEqualTo(Failure.TIMED_OUT);
    }

    @Test
    void withAFailureIfNoConnectionComes() throws Exception {
        client.connect();
        server.request();
        assertThat(failureOf(client.history("orders:eu", HistoryRange.newest(1))))
                .isEqualTo(Failure.TIMED_OUT);
    }

    @Test
    void withTheServersRefusal() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<HistoryPage> page = client.history("orders:eu", HistoryRange.newest(1));
        peer.refuse(peer.expect("history"), "forbidden", false, 0);
        assertThat(failureOf(page)).isEqualTo(Failure.REFUSED);
    }

    @Test
    void andWhatIsNoEnvelopeDisturbsNobody() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<Instant> pong = client.ping();
        Envelope ping = peer.expect("ping");
        peer.send("not json\n{\"v\":2}\n\n{\"v\":1,\"type\":\"event\",\"action\":\"unheard-of\"}");
        peer.send("{\"v\":1,\"type\":\"reply\",\"action\":\"ping\",\"id\":\"unknown\"}");
        peer.ping();
        peer.reply(ping, "\"payload\":{\"now\":1000}");
        assertThat(pong.get(10, TimeUnit.SECONDS)).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void andNothingIsSentAfterTheFarewell() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<Instant> pong = client.ping();
        Envelope ping = peer.expect("ping");
        peer.event("bye", "\"payload\":{\"code\":4202,\"reason\":\"draining\",\"retryAfterMs\":0,\"reconnect\":true}");
        peer.reply(ping, "\"payload\":{\"now\":1000}");
        pong.get(10, TimeUnit.SECONDS);
        client.publish("orders:eu", "1");
        assertThat(peer.nothingComesWithin(50)).isTrue();
        peer.close(4202, "draining");
        assertThat(server.connection().expect("publish").payload()).isEqualTo("1");
    }

    @Test
    void andUnsubscribingEndsTheCallbacks() throws Exception {
        RecordingListener listener = new RecordingListener();
        Subscription subscription = client.subscribe("orders:eu", SubscribeFrom.now(), listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":1,\"payload\":{\"recovered\":true}");
        assertThat(subscription.ready().get(10, TimeUnit.SECONDS)).isSameAs(subscription);
        peer.message("orders:eu", 2, 1);
        assertThat(listener.next(1)).containsExactly(2L);
        assertThatThrownBy(() -> client.subscribe("orders:eu", SubscribeFrom.now(), listener))
                .isInstanceOf(IllegalStateException.class);

        CompletableFuture<Void> ended = subscription.unsubscribe();
        Envelope unsubscribe = peer.expect("unsubscribe");
        peer.message("orders:eu", 3, 2);
        peer.reply(unsubscribe, "");
        ended.get(10, TimeUnit.SECONDS);
        listener.assertExhausted();
        assertThat(subscription.unsubscribe()).succeedsWithin(10, TimeUnit.SECONDS);

        client.subscribe("orders:eu", SubscribeFrom.last(1), listener);
        assertThat(peer.expect("subscribe").payload()).isEqualTo("{\"last\":1}");
    }

    @Test
    void andASubscriptionThatTheServerEndsCanBeTakenUpAgain() throws Exception {
        RecordingListener listener = new RecordingListener();
        client.subscribe("orders:eu", SubscribeFrom.now(), listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":7,\"payload\":{\"recovered\":true}");
        peer.event(
                "unsubscribed",
                "\"channel\":\"orders:eu\",\"payload\":{\"code\":\"unavailable\",\"resubscribe\":true}");
        Envelope again = peer.expect("subscribe");
        assertThat(again.payload()).contains("\"seq\":7");
        peer.reply(again, "\"epoch\":\"k3\",\"seq\":7,\"payload\":{\"recovered\":true}");
        peer.event(
                "unsubscribed", "\"channel\":\"orders:eu\",\"payload\":{\"code\":\"forbidden\",\"resubscribe\":false}");
        assertThat(listener.next(1)).containsExactly("forbidden");
        client.subscribe("orders:eu", SubscribeFrom.now(), listener);
        peer.expect("subscribe");
    }

    @Test
    void andEventsWhoseDeadlineIsOverAreNotPassedOn() throws Exception {
        RecordingListener listener = new RecordingListener();
        client.subscribe("orders:eu", SubscribeFrom.now(), listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":7,\"payload\":{\"recovered\":true}");
        peer.event("message", "\"channel\":\"orders:eu\",\"seq\":8,\"prev\":7,\"payload\":1,\"expiresAt\":1000");
        peer.message("orders:eu", 9, 8);
        assertThat(listener.next(1)).containsExactly(9L);
    }

    private static Failure failureOf(CompletableFuture<?> result) throws Exception {
        try {
            Object value = result.get(10, TimeUnit.SECONDS);
            throw new AssertionError("succeeded: " + value);
        } catch (ExecutionException failed) {
            return ((TidingsException) failed.getCause()).failure();
        }
    }
}
