package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that a slow listener has not taken belong into the server's log, not into the client's memory. */
class SlowListenerStopsReadingTest {

    private static final int EVENTS = 400;
    private static final String PAYLOAD = "\"" + "x".repeat(50_000) + "\"";

    private final ScriptedServer server = new ScriptedServer();
    private final Semaphore mayTake = new Semaphore(0);
    private final CountDownLatch took = new CountDownLatch(EVENTS);
    private final TidingsClient client = server.client()
            .inboundBytes(200_000)
            .livenessInterval(Duration.ofMillis(200))
            .build();

    @AfterEach
    void close() {
        mayTake.release(EVENTS);
        client.close();
        server.close();
    }

    @Test
    void soTheServerCannotSendOnButIsStillToldThatTheClientLives() throws Exception {
        client.subscribe("orders:eu", SubscribeFrom.now(), event -> {
            mayTake.acquireUninterruptibly();
            took.countDown();
        });
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":0,\"payload\":{\"recovered\":true}");
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int seq = 1; seq <= EVENTS; seq++) {
                peer.event(
                        "message",
                        "\"channel\":\"orders:eu\",\"seq\":" + seq + ",\"prev\":" + (seq - 1) + ",\"payload\":"
                                + PAYLOAD);
                sent.set(seq);
            }
        });
        // 20 MB do not fit into socket buffers: the sender is stuck, and silence has not ended the connection.
        peer.expect("ping");
        peer.expect("ping");
        peer.expect("ping");
        assertThat(sending).isNotDone();
        assertThat(sent).hasValueLessThan(EVENTS);
        assertThat(server.noOneComesWithin(1)).isTrue();

        mayTake.release(EVENTS);
        assertThat(took.await(30, TimeUnit.SECONDS)).isTrue();
        sending.get(10, TimeUnit.SECONDS);
    }

    @Test
    void andANewConnectionDoesNotAddToWhatIsHeld() throws Exception {
        client.subscribe("orders:eu", SubscribeFrom.now(), event -> {
            mayTake.acquireUninterruptibly();
            took.countDown();
        });
        client.connect();
        ScriptedPeer first = server.connection();
        first.reply(first.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":0,\"payload\":{\"recovered\":true}");
        for (int seq = 1; seq <= 10; seq++) {
            first.message("orders:eu", seq, seq - 1);
        }
        first.abort();
        ScriptedPeer second = server.connection();
        assertThat(second.expect("subscribe").payload()).contains("\"since\"");
        mayTake.release(EVENTS);
    }
}
