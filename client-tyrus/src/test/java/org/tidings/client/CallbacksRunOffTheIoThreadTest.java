package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Application code that blocks or throws must not stop the reading, the pings, or the answers of others. */
class CallbacksRunOffTheIoThreadTest {

    private final ScriptedServer server = new ScriptedServer();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final ExecutorService application =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "application"));

    @AfterEach
    void close() {
        server.close();
        application.shutdownNow();
    }

    @Test
    void neitherOnTheReaderNorOnTheClientsThread() throws Exception {
        try (TidingsClient client = server.client()
                .stateListener(change -> note())
                .token(() -> {
                    note();
                    return "t";
                })
                .build()) {
            exercise(client);
        }
        assertThat(threads).isNotEmpty().allSatisfy(name -> assertThat(name)
                .matches("tidings-client-\\d+-worker-\\d+"));
    }

    @Test
    void butOnTheExecutorThatTheApplicationGave() throws Exception {
        try (TidingsClient client = server.client()
                .stateListener(change -> note())
                .callbackExecutor(application)
                .build()) {
            exercise(client);
        }
        assertThat(threads).containsExactly("application");
    }

    @Test
    void soAListenerMayWaitForAnAnswer() throws Exception {
        try (TidingsClient client = server.client().build()) {
            CompletableFuture<Receipt> answered = new CompletableFuture<>();
            client.subscribe(
                    "orders:eu",
                    SubscribeFrom.now(),
                    event -> answered.complete(client.publish("orders:eu", "2").join()));
            client.connect();
            ScriptedPeer peer = subscribed();
            peer.message("orders:eu", 101, 100);
            peer.reply(peer.expect("publish"), "\"epoch\":\"k3\",\"seq\":102");
            assertThat(answered.get(10, TimeUnit.SECONDS).seq()).isEqualTo(102);
        }
    }

    @Test
    void soAListenerThatThrowsGetsTheNextEvent() throws Exception {
        CountDownLatch calls = new CountDownLatch(2);
        try (TidingsClient client = server.client().build()) {
            client.subscribe("orders:eu", SubscribeFrom.now(), event -> {
                calls.countDown();
                throw new IllegalStateException("a defect of the application, for the test");
            });
            client.connect();
            ScriptedPeer peer = subscribed();
            peer.message("orders:eu", 101, 100);
            peer.message("orders:eu", 102, 101);
            assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void exercise(TidingsClient client) throws Exception {
        CountDownLatch told = new CountDownLatch(2);
        client.subscribe("orders:eu", SubscribeFrom.now(), new SubscriptionListener() {
            @Override
            public void onEvent(Event event) {
                note();
                told.countDown();
            }

            @Override
            public void onGap(Gap gap) {
                note();
                told.countDown();
            }
        });
        client.connect();
        ScriptedPeer peer = subscribed();
        peer.message("orders:eu", 105, 103);
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> published = client.publish("orders:eu", "1").thenAccept(receipt -> note());
        peer.reply(peer.expect("publish"), "\"epoch\":\"k3\",\"seq\":106");
        published.get(10, TimeUnit.SECONDS);
    }

    private ScriptedPeer subscribed() throws InterruptedException {
        ScriptedPeer peer = server.connection();
        peer.reply(
                peer.expect("subscribe"),
                "\"epoch\":\"k3\",\"shard\":2,\"seq\":100,\"payload\":{\"recovered\":true,\"count\":0}");
        return peer;
    }

    private void note() {
        threads.add(Thread.currentThread().getName());
    }
}
