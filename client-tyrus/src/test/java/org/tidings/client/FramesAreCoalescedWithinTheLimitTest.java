package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A frame an envelope is slow; a frame above the server's limit ends the connection, again and again. */
class FramesAreCoalescedWithinTheLimitTest {

    private static final String HELLO = "{\"limits\":{\"maxFrameBytes\":1000},\"dedupeWindowMs\":120000}";

    private final ScriptedServer server = new ScriptedServer();
    private final TidingsClient client = server.client().build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void asManyAsFit() throws Exception {
        for (int i = 0; i < 200; i++) {
            client.publish("orders:eu", Integer.toString(i));
        }
        client.connect();
        ScriptedPeer peer = server.connection(HELLO);
        for (int i = 0; i < 200; i++) {
            assertThat(peer.expect("publish").payload()).isEqualTo(Integer.toString(i));
        }
        // About 140 bytes an envelope: seven fit. The first goes out alone.
        assertThat(peer.frames.get()).isBetween(200 / 7, 60);
        assertThat(peer.longestFrame.get()).isLessThanOrEqualTo(1000);
    }

    @Test
    void andOneTooLongFailsByItself() throws Exception {
        CompletableFuture<Receipt> small = client.publish("orders:eu", "1");
        // 900 characters, of which half take two bytes.
        CompletableFuture<Receipt> large = client.publish("orders:eu", "\"" + "xé".repeat(450) + "\"");
        CompletableFuture<Receipt> behind = client.publish("orders:eu", "2");
        client.connect();
        ScriptedPeer peer = server.connection(HELLO);
        List<CompletableFuture<Receipt>> fine = new ArrayList<>(List.of(small, behind));
        for (CompletableFuture<Receipt> result : fine) {
            peer.reply(peer.expect("publish"), "\"epoch\":\"k3\",\"seq\":1");
            result.get(10, TimeUnit.SECONDS);
        }
        assertThat(large)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(TidingsException.class, failure -> assertThat(failure.failure())
                        .isEqualTo(Failure.TOO_LARGE));
    }
}
