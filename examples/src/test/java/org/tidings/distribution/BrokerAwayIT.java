package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** The broker is killed under an instance whose clients publish, and comes back a while later. */
@ExtendWith(NodesExtension.class)
class BrokerAwayIT {

    private static final String CHANNEL = "away:a";
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofMillis(100);
    private static final Duration BACK = Duration.ofSeconds(2);

    @Test
    void publishesFailSoonReadingGoesOnAndServiceIsBackWithTheBroker(NodeControl nodes) throws IOException {
        BrokerNode broker = nodes.broker("broker");
        broker.start();
        Node instance = nodes.attached("instance", broker.url());
        instance.start();
        try (WireClient publisher = instance.connect(nodes.tokens().of("alice"));
                WireClient subscriber = instance.connect(nodes.tokens().of("bob"))) {
            WireEnvelope subscribed = subscriber.subscribe(CHANNEL);
            publisher.publish(CHANNEL, "\"before\"");
            subscriber.events().takeMessages(1);

            broker.kill9();
            long killed = System.nanoTime();
            WireEnvelope first = firstUnavailable(publisher);
            assertThat(Duration.ofNanos(first.arrivedNanos() - killed)).isLessThan(FIRST);
            assertThat(first.payload().getInt("retryAfterMs")).isPositive();

            Await.await(() -> !isReady(instance), "still ready");
            HttpResponse<String> down = instance.get("/health/ready");
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body()).contains("no connection to the broker");
            assertThat(instance.get("/health/live").statusCode()).isEqualTo(200);

            List<Long> nanos = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long sent = System.nanoTime();
                WireEnvelope refused = publisher
                        .request("publish")
                        .channel(CHANNEL)
                        .payload("\"meanwhile\"")
                        .error("unavailable");
                nanos.add(refused.arrivedNanos() - sent);
            }
            // One of them may meet a collection, or another process.
            nanos.sort(null);
            assertThat(Duration.ofNanos(nanos.get(nanos.size() - 2))).isLessThan(LATER);
            readingGoesOn(nodes, instance, subscribed);

            broker.start();
            long back = System.nanoTime();
            Await.await(() -> isReady(instance), "not ready again");
            WireEnvelope after = publisher.publish(CHANNEL, "\"after\"");
            assertThat(Duration.ofNanos(after.arrivedNanos() - back)).isLessThan(BACK);
            // What was on its way when the broker died may be stored now, before what came later.
            String seen = "\"lost\"";
            while (seen.equals("\"lost\"")) {
                seen = subscriber.events().take("message").payloadText();
            }
            assertThat(seen).isEqualTo("\"after\"");
            subscriber.assertExhausted();
        }
    }

    /** Publishes at a pace, without waiting, until one is answered. */
    private static WireEnvelope firstUnavailable(WireClient publisher) {
        ConcurrentLinkedQueue<WireEnvelope> answers = new ConcurrentLinkedQueue<>();
        Await.await(
                () -> {
                    CompletableFuture<WireEnvelope> answer = publisher
                            .request("publish")
                            .channel(CHANNEL)
                            .payload("\"lost\"")
                            .send();
                    answer.thenAccept(answers::add);
                    return !answers.isEmpty();
                },
                "no answer");
        WireEnvelope first = answers.peek();
        assertThat(first.errorCode()).isEqualTo("unavailable");
        return first;
    }

    private static void readingGoesOn(NodeControl nodes, Node instance, WireEnvelope position) {
        try (WireClient newcomer = instance.connect(nodes.tokens().of("carol"))) {
            assertThat(newcomer.request("history").channel(CHANNEL).reply().events())
                    .hasSize(1);
            WireEnvelope reply = newcomer.subscribe(CHANNEL, position.epoch(), position.seq());
            assertThat(reply.payload().getBoolean("recovered")).isTrue();
            assertThat(newcomer.events().takeMessages(1).get(0).payloadText()).isEqualTo("\"before\"");
            newcomer.assertExhausted();
        }
    }

    private static boolean isReady(Node instance) {
        try {
            return instance.get("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
