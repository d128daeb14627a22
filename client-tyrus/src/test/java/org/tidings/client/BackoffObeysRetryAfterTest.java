package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that says when to come back is overloaded or draining: coming earlier makes it worse. */
class BackoffObeysRetryAfterTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BlockingQueue<StateChange> pauses = new LinkedBlockingQueue<>();
    private final TidingsClient client = server.client()
            .stateListener(change -> {
                if (change.to() == ConnectionState.WAITING) {
                    pauses.add(change);
                }
            })
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void drawsFromARangeThatDoublesUpToTheCap() {
        Backoff highest = new Backoff(100, 1_000, bound -> bound - 1);
        assertThat(new long[] {
                    highest.next(0), highest.next(0), highest.next(0), highest.next(0), highest.next(0), highest.next(0)
                })
                .containsExactly(100, 200, 400, 800, 1_000, 1_000);
        highest.reset();
        assertThat(highest.next(0)).isEqualTo(100);
    }

    @Test
    void drawsFromTheWholeRangeSoThatClientsSpread() {
        Backoff lowest = new Backoff(100, 1_000, bound -> 0);
        lowest.next(0);
        assertThat(lowest.next(0)).isZero();
    }

    @Test
    void neverComesBeforeTheMomentNamed() {
        assertThat(new Backoff(100, 1_000, bound -> 0).next(5_000)).isEqualTo(5_000);
        assertThat(new Backoff(100, 1_000, bound -> bound - 1).next(5_000)).isEqualTo(5_100);
    }

    @Test
    void comesBackPromptlyOnlyOnceInARow() {
        Backoff backoff = new Backoff(100, 1_000, bound -> bound - 1);
        assertThat(backoff.prompt(30)).isEqualTo(30);
        assertThat(backoff.prompt(30)).isEqualTo(230);
    }

    @Test
    void doesNotOverflowAfterYears() {
        Backoff backoff = new Backoff(250, 15_000, bound -> bound - 1);
        for (int i = 0; i < 100_000; i++) {
            assertThat(backoff.next(0)).isBetween(250L, 15_000L);
        }
    }

    @Test
    void takesTheHeaderOf429And503() throws Exception {
        client.connect();
        server.request().refuse(429, "Retry-After: 7200");
        assertThat(nextPause().retryInMillis()).isBetween(7_200_000L, 7_200_010L);
        client.close();

        TidingsClient other = server.client().stateListener(pauses::add).build();
        other.connect();
        server.request().refuse(503, "retry-after: 3600");
        StateChange pause = nextPause();
        while (pause.to() != ConnectionState.WAITING) {
            pause = nextPause();
        }
        assertThat(pause.retryInMillis()).isBetween(3_600_000L, 3_600_010L);
        assertThat(pause.reason()).contains("503");
        other.close();
    }

    @Test
    void takesTheFarewell() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.event(
                "bye", "\"payload\":{\"code\":4202,\"reason\":\"draining\",\"retryAfterMs\":60000,\"reconnect\":true}");
        peer.close(4202, "draining");
        assertThat(nextPause().retryInMillis()).isEqualTo(60_000);
    }

    @Test
    void takesTheFarewellAlsoWhenTheCloseFrameIsLost() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.event(
                "bye", "\"payload\":{\"code\":4202,\"reason\":\"draining\",\"retryAfterMs\":60000,\"reconnect\":true}");
        peer.abort();
        assertThat(nextPause().retryInMillis()).isEqualTo(60_000);
    }

    @Test
    void triesAgainWhenNobodyListensYet() throws Exception {
        int port = server.uri().getPort();
        server.close();
        client.connect();
        assertThat(nextPause().reason()).containsIgnoringCase("refused");
        assertThat(nextPause().retryInMillis())
                .isLessThanOrEqualTo(Duration.ofMillis(5).toMillis());

        try (ScriptedServer late = new ScriptedServer(javax.net.ServerSocketFactory.getDefault(), "ws", port)) {
            late.connection();
        }
    }

    private StateChange nextPause() throws InterruptedException {
        StateChange pause = pauses.poll(10, TimeUnit.SECONDS);
        assertThat(pause).as("a pause").isNotNull();
        return pause;
    }
}
