package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.testkit.Frame;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.Opcode;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;
import org.tidings.testkit.WireRequest;

/** The whole protocol on one instance, no fault in sight. */
@ExtendWith(NodesExtension.class)
class OneInstanceIT {

    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
    }

    private WireClient connect(String subject) {
        return pair.a().connect(pair.tokens().of(subject));
    }

    @Test
    void greetsWithWhatAClientNeedsToKnow() {
        try (WireClient client = connect("alice")) {
            JsonObject hello = client.hello().payload();
            assertThat(hello.getString("user")).isEqualTo("alice");
            assertThat(hello.getString("instance")).isEqualTo("a");
            assertThat(hello.getString("connection")).isNotBlank();
            assertThat(hello.getJsonObject("limits").keySet())
                    .contains("maxFrameBytes", "maxSubscriptions", "publishPerSecond");
            assertThat(hello.getInt("pingIntervalMs")).isEqualTo(1000);
            assertThat(hello.getInt("dedupeWindowMs")).isEqualTo(120_000);
            assertThat(hello.getJsonNumber("expiresAt").longValue())
                    .isBetween(System.currentTimeMillis(), System.currentTimeMillis() + 3_600_000);
        }
    }

    @Test
    void deliversToASubscriberWhatItAcknowledgedToThePublisher() {
        try (WireClient alice = connect("alice");
                WireClient bob = connect("bob")) {
            WireEnvelope subscribed = bob.subscribe(channel);
            WireEnvelope accepted = alice.request("publish")
                    .channel(channel)
                    .messageId("order-1")
                    .payload("{\"total\":12.50}")
                    .reply();
            WireEnvelope event = bob.events().take("message");
            assertThat(event.channel()).isEqualTo(channel);
            assertThat(event.seq()).isEqualTo(accepted.seq()).isGreaterThan(subscribed.seq());
            assertThat(event.prev()).as("the channel's first event").isZero();
            assertThat(event.from()).isEqualTo("alice");
            assertThat(event.messageId()).isEqualTo("order-1");
            assertThat(event.payloadText()).isEqualTo("{\"total\":12.50}");
            assertThat(event.at()).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 60_000);
            assertThat(accepted.epoch()).isEqualTo(subscribed.epoch());
            alice.assertExhausted();
            bob.assertExhausted();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e5",
                "-0.0",
                "12345678901234567890.123456789012345678901234567890",
                "null",
                "\"\"",
                "\"é \\u00e9 🎺 \\ud83c\\udfba \\/ / \\n\"",
                "{ \"a\" : [ 1 ,2,\t{} ], \"payload\":\"}\", \"v\" : 2 }",
            })
    void passesPayloadsThroughByteForByte(String payload) {
        try (WireClient client = connect("alice")) {
            client.subscribe(channel);
            client.publish(channel, payload);
            assertThat(client.events().take("message").payloadText()).isEqualTo(payload);
            WireEnvelope history = client.request("history").channel(channel).reply();
            assertThat(history.events().get(0).payloadText()).isEqualTo(payload);
        }
    }

    @Test
    void carriesHeadersAndPriority() {
        try (WireClient client = connect("alice")) {
            client.subscribe(channel);
            client.request("publish")
                    .channel(channel)
                    .payload("1")
                    .member("headers", "{\"trace\":\"4bf9\"}")
                    .member("priority", "7")
                    .reply();
            WireEnvelope event = client.events().take("message");
            assertThat(event.json().getJsonObject("headers").getString("trace")).isEqualTo("4bf9");
            assertThat(event.json().getInt("priority")).isEqualTo(7);
        }
    }

    @Test
    void answersEveryEnvelopeOfOneFrame() {
        try (WireClient client = connect("alice")) {
            client.subscribe(channel);
            WireRequest[] requests = new WireRequest[50];
            for (int i = 0; i < requests.length; i++) {
                requests[i] = client.request("publish").channel(channel).payload(Integer.toString(i));
            }
            List<CompletableFuture<WireEnvelope>> answers = client.sendTogether(requests);
            List<WireEnvelope> events = client.events().takeMessages(requests.length);
            for (int i = 0; i < requests.length; i++) {
                assertThat(events.get(i).payloadText()).isEqualTo(Integer.toString(i));
                assertThat(answers.get(i).join().seq()).isEqualTo(events.get(i).seq());
                if (i > 0) {
                    assertThat(events.get(i).prev()).isEqualTo(events.get(i - 1).seq());
                }
            }
            client.assertExhausted();
        }
    }

    @Test
    void understandsARequestCutInsideACharacter() throws IOException {
        try (WireClient client = connect("alice")) {
            client.subscribe(channel);
            WireRequest request = client.request("publish").channel(channel).payload("\"🎺\"");
            client.socket().sendFragmented(request.text(), 3);
            assertThat(client.events().take("message").payloadText()).isEqualTo("\"🎺\"");
        }
    }

    @Test
    void recoversWhatCameAfterAPosition() {
        try (WireClient alice = connect("alice")) {
            List<WireEnvelope> accepted = publish(alice, 5);
            try (WireClient bob = connect("bob")) {
                WireEnvelope reply = bob.subscribe(
                        channel, accepted.get(1).epoch(), accepted.get(1).seq());
                assertThat(reply.payload().getBoolean("recovered")).isTrue();
                assertThat(reply.payload().getInt("count")).isEqualTo(3);
                assertThat(payloads(bob.events().takeMessages(3))).containsExactly("2", "3", "4");
                alice.publish(channel, "5");
                assertThat(bob.events().take("message").prev())
                        .isEqualTo(accepted.get(4).seq());
                bob.assertExhausted();
            }
        }
    }

    @Test
    void givesTheLastEventsBeforeTheLiveOnes() {
        try (WireClient client = connect("alice")) {
            publish(client, 5);
            WireEnvelope reply = client.request("subscribe")
                    .channel(channel)
                    .payload("{\"last\":2}")
                    .reply();
            assertThat(reply.payload().getInt("count")).isEqualTo(2);
            client.publish(channel, "5");
            assertThat(payloads(client.events().takeMessages(3))).containsExactly("3", "4", "5");
            client.assertExhausted();
        }
    }

    @Test
    void namesTheGapWhereThePositionIsOfAnotherLog() {
        try (WireClient client = connect("alice")) {
            publish(client, 3);
            WireEnvelope reply = client.subscribe(channel, "foreign", 41);
            assertThat(reply.payload().getBoolean("recovered")).isFalse();
            JsonObject gap = reply.payload().getJsonObject("gap");
            assertThat(gap.getString("reason")).isEqualTo("epoch");
            WireEnvelope next = client.publish(channel, "3");
            WireEnvelope event = client.events().take("message");
            assertThat(event.seq())
                    .isGreaterThanOrEqualTo(gap.getJsonNumber("before").longValue());
            assertThat(next.seq()).isGreaterThanOrEqualTo(event.seq());
        }
    }

    @Test
    void pagesThroughHistoryWithoutHolesOrRepetitions() {
        try (WireClient client = connect("alice")) {
            List<WireEnvelope> accepted = publish(client, 25);
            List<String> read = new ArrayList<>();
            long after = accepted.get(0).seq() - 1;
            boolean more = true;
            while (more) {
                WireEnvelope page = client.request("history")
                        .channel(channel)
                        .payload("{\"since\":{\"epoch\":\"" + accepted.get(0).epoch() + "\",\"seq\":" + after
                                + "},\"limit\":10}")
                        .reply();
                List<WireEnvelope> events = page.events();
                assertThat(events).hasSizeLessThanOrEqualTo(10);
                read.addAll(payloads(events));
                after = events.get(events.size() - 1).seq();
                more = page.payload().getBoolean("more");
            }
            assertThat(read).hasSize(25).isEqualTo(numbers(25));
            WireEnvelope newest = client.request("history")
                    .channel(channel)
                    .payload("{\"limit\":3}")
                    .reply();
            assertThat(payloads(newest.events())).containsExactly("22", "23", "24");
        }
    }

    @Test
    void storesAMessageIdOnceAndNamesItsFirstPosition() {
        try (WireClient client = connect("alice");
                WireClient other = connect("mallory")) {
            client.subscribe(channel);
            WireRequest first =
                    client.request("publish").channel(channel).messageId("m1").payload("1");
            WireEnvelope accepted = first.reply();
            WireEnvelope again = client.request("publish")
                    .channel(channel)
                    .messageId("m1")
                    .payload("1")
                    .reply();
            assertThat(again.seq()).isEqualTo(accepted.seq());
            assertThat(again.payload().getBoolean("duplicate")).isTrue();
            WireEnvelope foreign = other.request("publish")
                    .channel(channel)
                    .messageId("m1")
                    .payload("2")
                    .reply();
            assertThat(foreign.seq())
                    .as("nobody can suppress another's message")
                    .isGreaterThan(accepted.seq());
            assertThat(payloads(client.events().takeMessages(2))).containsExactly("1", "2");
            client.assertExhausted();
        }
    }

    @Test
    void endsASubscriptionWhenAsked() {
        try (WireClient client = connect("alice")) {
            client.subscribe(channel);
            client.request("unsubscribe").channel(channel).reply();
            client.publish(channel, "1");
            client.assertExhausted();
        }
    }

    @Test
    void sendsHeartbeatsToAClientThatSeesNoPings() {
        try (WireClient client = connect("alice")) {
            client.request("heartbeat").payload("{\"everyMs\":1000}").reply();
            await(() -> client.events().timed("heartbeat").size() >= 2, "no second heartbeat");
        }
    }

    @Test
    void movesPositionsOnAQuietChannel() {
        try (WireClient client = connect("alice")) {
            WireEnvelope subscribed = client.subscribe(channel);
            await(
                    () -> client.events().timed("position").stream()
                            .anyMatch(event -> event.payload().getInt("shard") == subscribed.shard()),
                    "no position of shard " + subscribed.shard());
            JsonObject position = client.events().timed("position").get(0).payload();
            assertThat(position.getString("epoch")).isEqualTo(subscribed.epoch());
            assertThat(position.getJsonNumber("seq").longValue()).isGreaterThanOrEqualTo(subscribed.seq());
        }
    }

    @Test
    void pingsASilentClientAndEndsOneThatNeverAnswers() throws IOException {
        try (RawWebSocket socket = Handshake.to(pair.a().ws())
                .bearer(pair.tokens().of("alice"))
                .open()
                .answering(false)) {
            Frame frame = socket.receive(Duration.ofSeconds(10));
            while (frame.opcode() != Opcode.PING) {
                frame = socket.receive(Duration.ofSeconds(10));
            }
            socket.awaitClose(Duration.ofSeconds(30));
        }
    }

    @Test
    void announcesTheEndOfATokenAndThenEndsTheConnection() {
        String token = pair.tokens().ending("alice", Duration.ofSeconds(4));
        try (WireClient client = pair.a().connect(token)) {
            WireEnvelope expiring = client.events().take("expiring");
            assertThat(expiring.payload().getJsonNumber("expiresAt"))
                    .isEqualTo(client.hello().payload().getJsonNumber("expiresAt"));
            WireEnvelope bye = client.events().take("bye");
            assertThat(bye.payload().getInt("code")).isEqualTo(4201);
            assertThat(client.awaitClose().code()).isEqualTo(4201);
        }
    }

    @Test
    void goesOnWithANewTokenAndEndsWhatThatDoesNotAllow() {
        String kept = pair.freshChannel();
        try (WireClient client = pair.a().connect(pair.tokens().ending("alice", Duration.ofSeconds(30)))) {
            client.events().take("expiring");
            client.subscribe(channel);
            client.subscribe(kept);
            WireEnvelope renewed = authenticate(client, pair.tokens().narrowed("alice", List.of(kept), List.of("*")));
            assertThat(renewed.payload().getJsonNumber("expiresAt").longValue())
                    .isGreaterThan(
                            client.hello().payload().getJsonNumber("expiresAt").longValue());
            WireEnvelope ended = client.events().take("unsubscribed");
            assertThat(ended.channel()).isEqualTo(channel);
            assertThat(ended.payload().getBoolean("resubscribe")).isFalse();
            client.publish(channel, "1");
            client.publish(kept, "2");
            assertThat(client.events().take("message").channel()).isEqualTo(kept);
            client.assertExhausted();

            assertThat(authenticate(client, pair.tokens().of("mallory")).errorCode())
                    .isEqualTo("forbidden");
            assertThat(client.awaitClose().code()).isEqualTo(4003);
        }
    }

    private static WireEnvelope authenticate(WireClient client, String token) {
        return client.request("authenticate")
                .payload("{\"token\":\"" + token + "\"}")
                .answer();
    }

    private List<WireEnvelope> publish(WireClient client, int count) {
        List<WireEnvelope> accepted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            accepted.add(client.publish(channel, Integer.toString(i)));
        }
        return accepted;
    }

    private static List<String> payloads(List<WireEnvelope> events) {
        return events.stream().map(WireEnvelope::payloadText).toList();
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }
}
