package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** What a namespace asks of payloads and publishers holds for its channels, and no others, on every instance. */
@ExtendWith(NodesExtension.class)
class NamespaceOptionsIT {

    private NodePair pair;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
    }

    @Test
    void nothingIsStoredThatDoesNotFitTheSchema() {
        String channel = pair.freshChannel("orders");
        try (WireClient onA = pair.a().connect(pair.tokens().of("alice"));
                WireClient onB = pair.b().connect(pair.tokens().of("bob"))) {
            onB.subscribe(channel);
            for (WireClient client : List.of(onA, onB)) {
                WireEnvelope refused = client.request("publish")
                        .channel(channel)
                        .payload("{\"id\":\"7\",\"quantity\":0}")
                        .error("bad-payload");
                assertThat(refused.payload().getString("pointer")).isEqualTo("/quantity");
                assertThat(refused.payload().getString("message")).contains("\"minimum\"");
            }
            onA.publish(channel, "{\"id\":\"7\",\"quantity\":1}");
            assertThat(onB.events().take("message").prev()).isZero();
            onA.publish(pair.freshChannel("elsewhere"), "{\"quantity\":0}");
            onB.assertExhausted();
        }
    }

    @Test
    void nothingIsStoredThatIsLargerThanTheNamespaceBears() {
        String large = "\"" + "ä".repeat(600) + "\"";
        try (WireClient onB = pair.b().connect(pair.tokens().of("bob"))) {
            onB.request("publish")
                    .channel(pair.freshChannel("prices"))
                    .payload(large)
                    .error("too-large");
            onB.publish(pair.freshChannel("prices"), "\"" + "ä".repeat(500) + "\"");
            onB.publish(pair.freshChannel("elsewhere"), large);
        }
    }

    /** Each publisher keeps to the rate by himself; together, on two instances, they would take four times as much. */
    @Test
    void aChannelsRateHoldsForAllPublishersTogether() {
        String channel = pair.freshChannel("orders");
        int stored = 0;
        try (WireClient first = pair.a().connect(pair.tokens().of("alice"));
                WireClient second = pair.b().connect(pair.tokens().of("bob"))) {
            long end = System.nanoTime() + 3_000_000_000L;
            for (int i = 0; System.nanoTime() < end; i++) {
                WireClient client = i % 2 == 0 ? first : second;
                WireEnvelope answer = client.request("publish")
                        .channel(channel)
                        .payload("{\"id\":\"" + i + "\",\"quantity\":1}")
                        .answer();
                if (answer.type().equals("reply")) {
                    stored++;
                } else {
                    assertThat(answer.errorCode()).isEqualTo("rate-limited");
                    assertThat(answer.payload().getBoolean("temporary")).isTrue();
                }
            }
            // A second's worth at once from each bucket, and 20 a second; without telling each other, 40 a second.
            assertThat(stored).isBetween(40, 110);
            first.publish(pair.freshChannel("elsewhere"), "1");
        }
    }
}
