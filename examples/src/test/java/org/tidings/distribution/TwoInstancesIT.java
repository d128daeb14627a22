package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.HistoryChecker;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;
import org.tidings.testkit.WireRequest;

/** One order on every instance, whoever publishes where. */
@ExtendWith(NodesExtension.class)
class TwoInstancesIT {

    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
    }

    private WireClient connect(Node node, String subject) {
        return node.connect(pair.tokens().of(subject));
    }

    @Test
    void showTheSameEventUnderTheSameNumbers() {
        try (WireClient onA = connect(pair.a(), "alice");
                WireClient onB = connect(pair.b(), "bob")) {
            WireEnvelope subscribedA = onA.subscribe(channel);
            WireEnvelope subscribedB = onB.subscribe(channel);
            assertThat(subscribedB.epoch()).isEqualTo(subscribedA.epoch());
            assertThat(subscribedB.shard()).isEqualTo(subscribedA.shard());
            for (int i = 0; i < 5; i++) {
                onA.publish(channel, "{\"from\":\"a\", \"i\":" + i + ".0}");
                onB.publish(channel, "{\"from\":\"b\", \"i\":" + i + "e0}");
            }
            List<WireEnvelope> atA = onA.events().takeMessages(10);
            List<WireEnvelope> atB = onB.events().takeMessages(10);
            for (int i = 0; i < 10; i++) {
                assertThat(atB.get(i).text()).isEqualTo(atA.get(i).text());
                assertThat(atA.get(i).prev())
                        .isEqualTo(i == 0 ? 0 : atA.get(i - 1).seq());
            }
            onA.assertExhausted();
            onB.assertExhausted();
        }
    }

    @Test
    void recoverEachOthersSubscribers() {
        try (WireClient onA = connect(pair.a(), "alice")) {
            onA.subscribe(channel);
            onA.publish(channel, "1");
            WireEnvelope last = onA.publish(channel, "2");
            onA.publish(channel, "3");
            WireEnvelope newest = onA.publish(channel, "4");
            try (WireClient onB = connect(pair.b(), "alice")) {
                WireEnvelope reply = onB.subscribe(channel, last.epoch(), last.seq());
                assertThat(reply.payload().getBoolean("recovered")).isTrue();
                List<WireEnvelope> missed = onB.events().takeMessages(2);
                assertThat(missed.get(0).prev()).isEqualTo(last.seq());
                assertThat(missed.get(1).seq()).isEqualTo(newest.seq());
                onB.assertExhausted();
            }
        }
    }

    /**
     * What is published together stands in one entry of the log, which both read whole. Who has had a part of it must be given
     * the rest, not the entry again, nor what begins with the next.
     */
    @Test
    void resumeInTheMiddleOfWhatStandsInOneEntry() throws IOException {
        int count = 60;
        try (WireClient onA = connect(pair.a(), "alice")) {
            double commits = commits();
            WireRequest[] requests = new WireRequest[count];
            for (int i = 0; i < count; i++) {
                requests[i] = onA.request("publish").channel(channel).payload(Integer.toString(i));
            }
            List<WireEnvelope> accepted = onA.sendTogether(requests).stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(commits() - commits).as("entries, at most").isLessThan(count / 4.0);
            for (Node node : List.of(pair.a(), pair.b())) {
                try (WireClient client = connect(node, "bob")) {
                    for (int had = 0; had < count; had++) {
                        WireEnvelope last = accepted.get(had);
                        WireEnvelope reply = client.subscribe(channel, last.epoch(), last.seq());
                        int left = count - had - 1;
                        assertThat(reply.payload().getBoolean("recovered")).isTrue();
                        assertThat(reply.payload().getInt("count")).isEqualTo(left);
                        List<WireEnvelope> rest = client.events().takeMessages(left);
                        for (int i = 0; i < left; i++) {
                            assertThat(rest.get(i).payloadText()).isEqualTo(Integer.toString(had + 1 + i));
                            assertThat(rest.get(i).seq())
                                    .isEqualTo(accepted.get(had + 1 + i).seq());
                            assertThat(rest.get(i).prev())
                                    .isEqualTo(accepted.get(had + i).seq());
                        }
                        client.request("unsubscribe").channel(channel).reply();
                        client.assertExhausted();
                    }
                }
            }
        }
    }

    /** Transactions in which a leader has written: either may lead. */
    private double commits() throws IOException {
        String meter = "tidings_log_commit_seconds_count ";
        double sum = 0;
        for (Node node : List.of(pair.a(), pair.b())) {
            sum += node.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(meter))
                    .mapToDouble(line -> Double.parseDouble(line.substring(meter.length())))
                    .sum();
        }
        return sum;
    }

    /**
     * An acknowledged publish must be there for whoever asks next, on any instance, however far that one's own reading
     * of the log has come.
     */
    @Test
    void knowAtOnceWhatAnotherHasAcknowledged() {
        try (WireClient onA = connect(pair.a(), "alice");
                WireClient onB = connect(pair.b(), "alice")) {
            for (int i = 0; i < 50; i++) {
                String fresh = pair.freshChannel();
                WireEnvelope accepted = onA.publish(fresh, Integer.toString(i));
                WireEnvelope reply = onB.subscribe(fresh, accepted.epoch(), accepted.seq());
                assertThat(reply.payload().getBoolean("recovered")).isTrue();
                assertThat(reply.payload().getInt("count")).isZero();
                assertThat(reply.seq()).isGreaterThanOrEqualTo(accepted.seq());
            }
            onB.assertExhausted();
        }
    }

    @Test
    void storeAMessageIdOnceBetweenThem() {
        try (WireClient onA = connect(pair.a(), "alice");
                WireClient onB = connect(pair.b(), "alice")) {
            onB.subscribe(channel);
            WireEnvelope accepted = onA.request("publish")
                    .channel(channel)
                    .messageId("m1")
                    .payload("1")
                    .reply();
            WireEnvelope again = onB.request("publish")
                    .channel(channel)
                    .messageId("m1")
                    .payload("1")
                    .reply();
            assertThat(again.seq()).isEqualTo(accepted.seq());
            assertThat(again.payload().getBoolean("duplicate")).isTrue();
            onB.events().take("message");
            onB.assertExhausted();
        }
    }

    /** Four publishers, two on each instance, without waiting for replies; four subscribers. */
    @Test
    void keepOneOrderUnderConcurrentPublishers() {
        HistoryChecker checker = new HistoryChecker();
        List<WireClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                WireClient client = connect(i % 2 == 0 ? pair.a() : pair.b(), "user" + i);
                clients.add(client);
                WireEnvelope subscribed = client.subscribe(channel);
                checker.subscribed("user" + i, channel, subscribed.epoch(), subscribed.seq());
            }
            List<CompletableFuture<WireEnvelope>> answers = new ArrayList<>();
            for (int n = 0; n < 200; n++) {
                for (int i = 0; i < 4; i++) {
                    String messageId = i + "-" + n;
                    checker.sent("user" + i, channel, messageId);
                    answers.add(clients.get(i)
                            .request("publish")
                            .channel(channel)
                            .messageId(messageId)
                            .payload(Integer.toString(n))
                            .send());
                }
            }
            int stored = 0;
            for (int k = 0; k < answers.size(); k++) {
                WireEnvelope answer = answers.get(k).join();
                String messageId = k % 4 + "-" + k / 4;
                if (answer.type().equals("error")) {
                    // Where the broker is slow an instance takes no more than it can have answered soon.
                    assertThat(answer.errorCode()).isEqualTo("rate-limited");
                    checker.refused(channel, messageId, answer.errorCode());
                } else {
                    checker.acknowledged(channel, messageId, answer.epoch(), answer.seq());
                    stored++;
                }
            }
            assertThat(stored).isGreaterThan(100);
            for (int i = 0; i < 4; i++) {
                for (WireEnvelope event : clients.get(i).events().takeMessages(stored)) {
                    checker.saw("user" + i, channel, event.seq(), event.prev(), event.messageId());
                }
            }
            assertThat(checker.finish()).isEmpty();
            clients.forEach(WireClient::assertExhausted);
        } finally {
            clients.forEach(WireClient::close);
        }
    }
}
