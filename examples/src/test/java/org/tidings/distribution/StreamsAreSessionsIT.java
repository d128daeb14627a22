package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.EventStream;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** Server-sent events lose, repeat or keep what a WebSocket would not. */
@ExtendWith(NodesExtension.class)
class StreamsAreSessionsIT {

    private NodePair pair;
    private String channel;
    private String token;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
        token = pair.tokens().of("alice");
    }

    @Test
    void goOnOnTheOtherInstanceWithoutLossOrRepetition() {
        List<Long> seen = new ArrayList<>();
        List<Long> stored = new ArrayList<>();
        try (WireClient publisher = pair.a().connect(token)) {
            String last;
            try (EventStream stream = open(pair.a(), "", Map.of())) {
                assertThat(stream.status()).isEqualTo(200);
                assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
                assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
                assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
                EventStream.Event hello = stream.take("hello");
                assertThat(Long.parseLong(hello.retry())).isBetween(500L, 3_000L);
                EventStream.Event subscribed = stream.take("subscribed");
                assertThat(subscribed.id())
                        .isEqualTo(subscribed.envelope().epoch() + "."
                                + subscribed.envelope().seq());
                stored.add(publisher.publish(channel, "{\"n\":\r1}").seq());
                EventStream.Event event = stream.take("message");
                WireEnvelope message = event.envelope();
                assertThat(event.id()).isEqualTo(message.epoch() + "." + message.seq());
                assertThat(message.payloadText()).isEqualTo("{\"n\": 1}");
                seen.add(message.seq());
                last = stream.lastEventId();
            }
            for (int n = 2; n <= 20; n++) {
                stored.add(publisher.publish(channel, Integer.toString(n)).seq());
            }
            try (EventStream stream = open(pair.b(), "", Map.of("Last-Event-ID", last))) {
                EventStream.Event subscribed = stream.take("subscribed");
                assertThat(subscribed.envelope().payload().getBoolean("recovered"))
                        .isTrue();
                assertThat(subscribed.id()).as("not there yet").isNull();
                stored.add(publisher.publish(channel, "21").seq());
                while (seen.size() < stored.size()) {
                    seen.add(stream.take("message").envelope().seq());
                }
            }
        }
        assertThat(seen).isEqualTo(stored);
    }

    private EventStream open(Node node, String query, Map<String, String> headers) {
        Map<String, String> all = new java.util.HashMap<>(headers);
        all.put("Authorization", "Bearer " + token);
        return EventStream.open(address(node, query), all);
    }

    private URI address(Node node, String query) {
        return node.http("/api/channels/" + channel + "/stream" + query);
    }
}
