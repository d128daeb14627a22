package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program that opens and closes clients all day must not collect their threads. */
class CloseLeavesNoThreadTest {

    private final ScriptedServer server = new ScriptedServer();
    private Set<Thread> before;

    @BeforeEach
    void remember() {
        before = new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whenConnected() throws Exception {
        TidingsClient client = server.client().build();
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<Receipt> published = client.publish("orders:eu", "1");
        peer.reply(peer.expect("publish"), "\"epoch\":\"k3\",\"seq\":1");
        published.get(10, TimeUnit.SECONDS);
        client.close();

        assertThat(peer.awaitClose()).isEqualTo(1000);
        assertThatNoThreadIsLeft();
        assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void whenTheServerDoesNotAnswerTheHandshake() throws Exception {
        TidingsClient client = server.client().build();
        client.connect();
        server.request();
        client.close();
        assertThatNoThreadIsLeft();
    }

    @Test
    void whenTheServerHasNotGreeted() throws Exception {
        TidingsClient client = server.client().build();
        client.connect();
        server.request().upgrade();
        client.close();
        assertThatNoThreadIsLeft();
    }

    @Test
    void whenWaitingForTheNextAttempt() throws Exception {
        TidingsClient client = server.client().build();
        client.connect();
        server.request().refuse(503, "Retry-After: 3600");
        client.close();
        assertThatNoThreadIsLeft();
    }

    @Test
    void whenNeverConnected() throws Exception {
        server.client().build().close();
        assertThatNoThreadIsLeft();
    }

    @Test
    void whenClosedByItsOwnCallback() throws Exception {
        TidingsClient client = server.client().build();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        client.subscribe("orders:eu", SubscribeFrom.now(), event -> {
            client.close();
            closed.complete(null);
        });
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":1,\"payload\":{\"recovered\":true}");
        peer.message("orders:eu", 2, 1);
        closed.get(10, TimeUnit.SECONDS);
        peer.awaitClose();
        assertThatNoThreadIsLeft();
    }

    @Test
    void whenAListenerHoldsUpTheReader() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        TidingsClient client = server.client().inboundBytes(1).build();
        client.subscribe("orders:eu", SubscribeFrom.now(), event -> release.join());
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":1,\"payload\":{\"recovered\":true}");
        peer.message("orders:eu", 2, 1);
        peer.message("orders:eu", 3, 2);
        peer.message("orders:eu", 4, 3);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
        peer.awaitClose();
        release.complete(null);
        closing.get(10, TimeUnit.SECONDS);
        assertThatNoThreadIsLeft();
    }

    private void assertThatNoThreadIsLeft() throws InterruptedException {
        for (Thread thread : clientThreads()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(clientThreads()).isEmpty();
    }

    private List<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().startsWith("tidings-client")
                        || thread.getName().toLowerCase(java.util.Locale.ROOT).contains("tyrus"))
                .toList();
    }
}
