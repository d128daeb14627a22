package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.WireClient;

/**
 * The container took megabytes for a connection that nobody read, and reported them as sent: the bound on what waits for a
 * slow reader acted long after the memory was gone.
 */
@ExtendWith(NodesExtension.class)
class StoppedReaderIsNoticedSoonIT {

    private static final String CHANNEL = "slow:1";
    private static final String BEHIND = "tidings_subscriptions_behind_total ";
    private static final int EVENT_BYTES = 60_000;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What the system's own buffer (4 MB), the container's queue and ours may hold together. It was over 16 MB. */
    private static final int BOUND_BYTES = 8 << 20;

    @Test
    void itsSubscriptionFallsBehindOnceTheSystemTakesNoMore(NodeControl control) throws Exception {
        Node node = control.embedded("only").setting("tidings.max-queued-bytes", "65536");
        node.start();
        String token = control.tokens().of("alice");
        String payload = '"' + "x".repeat(EVENT_BYTES) + '"';
        URI uri = URI.create("ws://127.0.0.1:" + node.port() + "/tidings/ws");
        try (WireClient publisher = node.connect(token);
                RawWebSocket reader =
                        Handshake.to(uri).bearer(token).receiveBuffer(16_384).open()) {
            reader.sendText("{\"v\":1,\"type\":\"request\",\"action\":\"subscribe\",\"id\":\"1\",\"channel\":\""
                    + CHANNEL + "\"}");
            int published = 0;
            while (behind(node) == 0) {
                publisher.publish(CHANNEL, payload);
                published += EVENT_BYTES;
                assertThat(published)
                        .as("bytes taken for one who reads nothing")
                        .isLessThan(BOUND_BYTES);
            }
        }
    }

    private static double behind(Node node) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + node.port() + "/tidings/metrics");
        String text = HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(BEHIND))
                .mapToDouble(line -> Double.parseDouble(line.substring(BEHIND.length())))
                .sum();
    }
}
