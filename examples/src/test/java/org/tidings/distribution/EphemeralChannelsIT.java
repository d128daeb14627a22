package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** Events that nobody keeps come from any instance to any, and leave nothing behind: no position, no history, no log entry. */
@ExtendWith(NodesExtension.class)
class EphemeralChannelsIT {

    private static final Pattern SEQUENCED =
            Pattern.compile("^tidings_log_sequenced_total(?:\\{[^}]*})? (\\S+)", Pattern.MULTILINE);

    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel("cursor");
    }

    @Test
    void eventsComeInTheirPublishersOrderAndNothingIsInTheLog() throws IOException {
        try (WireClient onA = pair.a().connect(pair.tokens().of("alice"));
                WireClient onB = pair.b().connect(pair.tokens().of("bob"))) {
            for (WireClient client : List.of(onA, onB)) {
                assertHasNoPlace(client.subscribe(channel));
            }
            double before = sequenced();
            List<CompletableFuture<WireEnvelope>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                for (WireClient client : List.of(onA, onB)) {
                    answers.add(client.request("publish")
                            .channel(channel)
                            .payload(Integer.toString(i))
                            .send());
                }
            }
            for (WireClient client : List.of(onA, onB)) {
                List<WireEnvelope> messages = client.events().takeMessages(1_000);
                messages.forEach(EphemeralChannelsIT::assertHasNoPlace);
                for (String user : List.of("alice", "bob")) {
                    assertThat(messages.stream()
                                    .filter(message -> message.from().equals(user))
                                    .map(message -> Integer.parseInt(message.payloadText())))
                            .hasSize(500)
                            .isSorted();
                }
            }
            answers.forEach(answer -> assertThat(answer.join().text())
                    .contains("\"type\":\"reply\"")
                    .doesNotContain("\"seq\"", "\"epoch\"", "\"shard\"", "\"payload\""));
            assertThat(sequenced() - before).as("entries in the log").isLessThan(100);
            onA.assertExhausted();
            onB.assertExhausted();
        }
    }

    @Test
    void whoAsksForWhatWasIsToldThatThereIsNothing() {
        try (WireClient publisher = pair.a().connect(pair.tokens().of("alice"));
                WireClient asking = pair.b().connect(pair.tokens().of("bob"))) {
            publisher.publish(channel, "1");

            WireEnvelope since = asking.subscribe(channel, "k3", 41);
            assertThat(since.payloadText())
                    .isEqualTo("{\"count\":0,\"gap\":{\"after\":41,\"reason\":\"dropped\"},\"recovered\":false}");
            asking.request("unsubscribe").channel(channel).reply();
            WireEnvelope last = asking.request("subscribe")
                    .channel(channel)
                    .payload("{\"last\":5}")
                    .reply();
            assertThat(last.payloadText()).isEqualTo("{\"count\":0,\"recovered\":true}");
            assertHasNoPlace(last);
            asking.request("history").channel(channel).error("unsupported");
            asking.assertExhausted();
        }
    }

    /** A durable channel's position moves on beside an ephemeral one, and who has only that one is told of none. */
    @Test
    void positionsAreThoseOfDurableChannelsAlone() {
        try (WireClient one = pair.a().connect(pair.tokens().of("alice"));
                WireClient both = pair.a().connect(pair.tokens().of("bob"))) {
            one.subscribe(channel);
            both.subscribe(channel);
            WireEnvelope durable = both.subscribe(pair.freshChannel());
            both.publish(channel, "1");
            Await.await(() -> !both.events().timed("position").isEmpty(), "no position");

            assertThat(both.events().timed("position"))
                    .allMatch(event -> event.payload().getInt("shard") == durable.shard());
            assertThat(one.events().timed("position")).isEmpty();
        }
    }

    private static void assertHasNoPlace(WireEnvelope envelope) {
        assertThat(List.of("seq", "prev", "epoch", "shard")).noneMatch(envelope::has);
    }

    private double sequenced() throws IOException {
        double sum = 0;
        for (Node node : List.of(pair.a(), pair.b())) {
            Matcher found = SEQUENCED.matcher(node.get("/metrics").body());
            assertThat(found.find()).isTrue();
            sum += Double.parseDouble(found.group(1));
        }
        return sum;
    }
}
