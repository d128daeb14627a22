package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Envelope;

/** A program that publishes while no server is there must learn of it before its memory is full. */
class OfflineQueueIsBoundedTest {

    private final ScriptedServer server = new ScriptedServer();
    private TidingsClient client = server.client().publishQueue(3, 1_000_000).build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void byMessagesAndEachHasItsResult() throws Exception {
        List<CompletableFuture<Receipt>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            results.add(client.publish("orders:eu", Integer.toString(i)));
        }
        assertThat(failureOf(client.publish("orders:eu", "3"))).isEqualTo(Failure.QUEUE_FULL);

        client.connect();
        ScriptedPeer peer = server.connection();
        for (int i = 0; i < 3; i++) {
            Envelope publish = peer.expect("publish");
            assertThat(publish.payload()).isEqualTo(Integer.toString(i));
            peer.reply(publish, "\"epoch\":\"k3\",\"seq\":" + i);
            assertThat(results.get(i).get(10, TimeUnit.SECONDS).seq()).isEqualTo(i);
        }
        client.publish("orders:eu", "4");
        assertThat(peer.expect("publish").payload()).isEqualTo("4");
    }

    @Test
    void byBytes() throws Exception {
        client.close();
        client = server.client().publishQueue(1_000, 10_000).build();
        String big = "\"" + "x".repeat(6_000) + "\"";
        CompletableFuture<Receipt> first = client.publish("orders:eu", big);
        assertThat(failureOf(client.publish("orders:eu", big))).isEqualTo(Failure.QUEUE_FULL);
        assertThat(first).isNotDone();
    }

    @Test
    void andAPublisherCanWaitForRoom() throws Exception {
        for (int i = 0; i < 3; i++) {
            client.publish("orders:eu", Integer.toString(i));
        }
        CompletableFuture<Receipt> fourth = CompletableFuture.supplyAsync(() -> {
            try {
                return client.publishWhenRoom(Publication.of("orders:eu", "3")).get();
            } catch (InterruptedException | ExecutionException failed) {
                throw new AssertionError(failed);
            }
        });
        client.connect();
        ScriptedPeer peer = server.connection();
        for (int i = 0; i < 4; i++) {
            peer.reply(peer.expect("publish"), "\"epoch\":\"k3\",\"seq\":" + i);
        }
        assertThat(fourth.get(10, TimeUnit.SECONDS).seq()).isEqualTo(3);
    }

    @Test
    void andClosingFailsWhatWaitsInIt() throws Exception {
        CompletableFuture<Receipt> waiting = client.publish("orders:eu", "0");
        CompletableFuture<HistoryPage> history = client.history("orders:eu", HistoryRange.newest(3));
        CompletableFuture<Subscription> ready =
                client.subscribe("orders:eu", SubscribeFrom.now(), event -> {}).ready();
        client.close();
        assertThat(failureOf(waiting)).isEqualTo(Failure.CLOSED);
        assertThat(failureOf(history)).isEqualTo(Failure.CLOSED);
        assertThat(failureOf(ready)).isEqualTo(Failure.CLOSED);
        assertThat(failureOf(client.publish("orders:eu", "1"))).isEqualTo(Failure.CLOSED);
    }

    @Test
    void andTakesNothingThatCouldBreakAFrame() {
        for (String broken : List.of("", "{", "1 2", "1}", "1,\"from\":\"root\"", "\"a\nb\"", "{\"a\":1,\"a\":2}")) {
            assertThatThrownBy(() -> client.publish("orders:eu", broken))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void andALineBreakBetweenTokensDoesNotEndTheEnvelope() throws Exception {
        client.connect();
        client.publish("orders:eu", "{\n  \"a\": [1,\r\n 2]\n}");
        assertThat(server.connection().expect("publish").payload()).isEqualTo("{   \"a\": [1,\r  2] }");
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
