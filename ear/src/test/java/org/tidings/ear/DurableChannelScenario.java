package org.tidings.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.testkit.EventStream;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.HttpAnswer;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.Tokens;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** What must be the same on every server. Each server's test says what is deployed, and inherits the rest. */
@ExtendWith({ServerSurroundings.class, ArquillianExtension.class})
abstract class DurableChannelScenario {

    private final RunningApplication application = new RunningApplication();
    private final String channel = "it:" + UUID.randomUUID();

    @BeforeEach
    void awaitReady() {
        application.awaitReady();
    }

    @Test
    void answers401WithoutAToken() throws IOException {
        HttpAnswer answer = Handshake.to(application.ws())
                .origin(ServerSurroundings.ALLOWED_ORIGIN)
                .refusal();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        assertProblem(answer, 401);
    }

    @Test
    void answers403ToAForeignOriginEvenWithAGoodToken() throws IOException {
        HttpAnswer answer = Handshake.to(application.ws())
                .bearer(ServerSurroundings.tokens().of("alice"))
                .origin("https://evil.example")
                .refusal();
        assertThat(answer.status()).isEqualTo(403);
        assertProblem(answer, 403);
    }

    /** The subprotocol list is the server's to answer: each container has its own idea of what to echo. */
    @Test
    void acceptsABrowsersTokenAndNeverEchoesIt() throws IOException {
        String token = ServerSurroundings.tokens().of("alice");
        RawWebSocket socket = Handshake.to(application.ws())
                .origin(ServerSurroundings.ALLOWED_ORIGIN)
                .subprotocols("tidings.v1.json", "bearer." + token)
                .open();
        try (WireClient client = WireClient.over(socket, null)) {
            assertThat(socket.subprotocol()).contains("tidings.v1.json");
            assertThat(socket.handshake().toString()).doesNotContain(token);
            assertThat(client.hello().payload().getString("user")).isEqualTo("alice");
            assertThat(client.hello().payload().getString("instance")).isEqualTo("it");
        }
    }

    @Test
    void speaksVersionOneWithoutAnyOffer() throws IOException {
        RawWebSocket socket = Handshake.to(application.ws())
                .bearer(ServerSurroundings.tokens().of("alice"))
                .open();
        try (WireClient client = WireClient.over(socket, null)) {
            assertThat(socket.subprotocol()).isEmpty();
            client.request("ping").reply();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890.10",
                "\"é \\u00e9 🎺 \\ud83c\\udfba \\/ / \\n\"",
                "{ \"a\" : [ 1 ,2,\t{} ], \"payload\":\"}\", \"v\" : 2 }",
            })
    void deliversWhatItAcknowledgedByteForByte(String payload) {
        try (WireClient alice = application.connect("alice");
                WireClient bob = application.connect("bob")) {
            WireEnvelope subscribed = bob.subscribe(channel);
            WireEnvelope accepted = alice.publish(channel, payload);
            WireEnvelope event = bob.events().take("message");
            assertThat(event.seq()).isEqualTo(accepted.seq()).isGreaterThan(subscribed.seq());
            assertThat(event.prev()).isZero();
            assertThat(event.from()).isEqualTo("alice");
            assertThat(event.payloadText()).isEqualTo(payload);
            WireEnvelope history = bob.request("history").channel(channel).reply();
            assertThat(history.events()).hasSize(1);
            assertThat(history.events().get(0).payloadText()).isEqualTo(payload);
            bob.assertExhausted();
        }
    }

    @Test
    void storesAMessageIdOnce() {
        try (WireClient client = application.connect("alice")) {
            client.subscribe(channel);
            WireEnvelope first = publishNamed(client, "m1");
            WireEnvelope again = publishNamed(client, "m1");
            assertThat(again.seq()).isEqualTo(first.seq());
            assertThat(again.payload().getBoolean("duplicate")).isTrue();
            client.events().take("message");
            client.assertExhausted();
        }
    }

    @Test
    void recoversWhatCameWhileAClientWasAway() {
        try (WireClient alice = application.connect("alice")) {
            WireEnvelope seen;
            try (WireClient bob = application.connect("bob")) {
                bob.subscribe(channel);
                seen = alice.publish(channel, "0");
                bob.events().take("message");
            }
            alice.publish(channel, "1");
            alice.publish(channel, "2");
            try (WireClient bob = application.connect("bob")) {
                WireEnvelope reply = bob.subscribe(channel, seen.epoch(), seen.seq());
                assertThat(reply.payload().getBoolean("recovered")).isTrue();
                assertThat(reply.payload().getInt("count")).isEqualTo(2);
                alice.publish(channel, "3");
                assertThat(payloads(bob.events().takeMessages(3))).containsExactly("1", "2", "3");
                bob.assertExhausted();
            }
        }
    }

    /** Many sends at once are where containers differ most: order, overlap, and what the send handler is told. */
    @Test
    void showsTwoSessionsOneOrderOfTwoPublishersEvents() {
        int each = 100;
        try (WireClient alice = application.connect("alice");
                WireClient bob = application.connect("bob")) {
            alice.subscribe(channel);
            bob.subscribe(channel);
            List<CompletableFuture<WireEnvelope>> answers = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                answers.add(publishLater(alice, i));
                answers.add(publishLater(bob, i));
            }
            List<Long> order = sequence(alice.events().takeMessages(2 * each));
            assertThat(order).isSorted().doesNotHaveDuplicates();
            assertThat(sequence(bob.events().takeMessages(2 * each))).isEqualTo(order);
            assertThat(answers).allSatisfy(answer -> assertThat(order)
                    .contains(answer.join().seq()));
            alice.assertExhausted();
            bob.assertExhausted();
        }
    }

    /** Fragments slip past some containers' own limit. */
    @Test
    void closesWith1009WhenFragmentsTogetherExceedTheLimit() throws IOException {
        try (WireClient client = application.connect("alice")) {
            client.socket().sendFragmented(" ".repeat(65_537), 8_192);
            assertThat(client.awaitClose().code()).isEqualTo(1009);
        }
    }

    @Test
    void forbidsWhatTheTokensClaimDoesNotGrant() {
        String token = ServerSurroundings.tokens().narrowed("bob", List.of("it:*"), List.of());
        try (WireClient bob = WireClient.connect(application.ws(), token)) {
            bob.subscribe(channel);
            bob.request("publish").channel(channel).payload("1").error("forbidden");
            bob.request("subscribe").channel("orders:1").error("forbidden");
        }
    }

    @Test
    void answersHealthAndMetrics() throws IOException {
        try (WireClient client = application.connect("alice")) {
            client.publish(channel, "1");
            assertThat(application.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(application.get("/health/ready").body()).contains("\"status\":\"UP\"");
            HttpResponse<String> metrics = application.get("/metrics");
            assertThat(metrics.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
            assertThat(metrics.body()).contains("tidings_sessions 1.0").endsWith("# EOF\n");
        }
    }

    private CompletableFuture<WireEnvelope> publishLater(WireClient client, int number) {
        return client.request("publish")
                .channel(channel)
                .payload(Integer.toString(number))
                .send();
    }

    private WireEnvelope publishNamed(WireClient client, String messageId) {
        return client.request("publish")
                .channel(channel)
                .messageId(messageId)
                .payload("1")
                .reply();
    }

    private static List<Long> sequence(List<WireEnvelope> events) {
        return events.stream().map(WireEnvelope::seq).toList();
    }

    private static List<String> payloads(List<WireEnvelope> events) {
        return events.stream().map(WireEnvelope::payloadText).toList();
    }

    /** JAX-RS and its filters are the server's own: each has another, and another idea of what an error looks like. */
    @Test
    void revokesATokenOverTheHttpApi() throws IOException {
        Tokens tokens = ServerSurroundings.tokens();
        String plain = tokens.of("alice");
        String admin = tokens.sign(
                tokens.claims("admin").claim("groups", List.of("tidings-admin")).build());
        String jti = UUID.randomUUID().toString();
        String token = tokens.sign(tokens.claims("bob").jwtID(jti).build());
        String revocation = "{\"jti\":\"" + jti + "\"}";
        assertProblem(application.call("POST", "/api/revocations", revocation, "rubbish"), 401);
        assertProblem(application.call("POST", "/api/revocations", revocation, plain), 403);
        assertProblem(application.call("POST", "/api/revocations", "{}", admin), 400);
        assertProblem(application.call("GET", "/api/no/such/call", "", admin), 404);
        assertProblem(application.call("PUT", "/api/revocations", "{}", admin), 405);
        try (WireClient bob = WireClient.connect(application.ws(), token)) {
            HttpResponse<String> created = application.call("POST", "/api/revocations", revocation, admin);
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            assertThat(bob.awaitClose().code()).isEqualTo(4001);
        }
        assertThat(Handshake.to(application.ws()).bearer(token).refusal().status())
                .isEqualTo(401);
    }

    /** Asynchronous answers, and writes that do not wait, are where servlet containers differ most. */
    @Test
    void sendsACallsEventAsServerSentEvents() throws IOException {
        String token = ServerSurroundings.tokens().of("alice");
        String messages = "/api/channels/" + channel + "/messages";
        String last;
        try (EventStream stream = EventStream.open(application.http("/api/channels/" + channel + "/stream"), token)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            stream.take("subscribed");
            HttpResponse<String> stored = application.call("POST", messages, "{\"n\": 1}", token);
            assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
            assertThat(stream.take("message").envelope().payloadText()).isEqualTo("{\"n\": 1}");
            last = stream.lastEventId();
        }
        StringBuilder batch = new StringBuilder("[");
        for (int n = 0; n < 200; n++) {
            batch.append(n == 0 ? "" : ",")
                    .append("{\"channel\":\"" + channel + "\",\"payload\":\"" + "x".repeat(2_000) + "\"}");
        }
        HttpResponse<String> answers =
                application.call("POST", "/api/messages", batch.append(']').toString(), token);
        assertThat(answers.statusCode()).as(answers.body()).isEqualTo(200);
        assertThat(application.call("GET", messages + "?limit=5", "", token).body())
                .contains("\"more\":true");
        try (EventStream stream = EventStream.open(
                application.http("/api/channels/" + channel + "/stream"),
                Map.of("Authorization", "Bearer " + token, "Last-Event-ID", last))) {
            List<Long> seqs = new ArrayList<>();
            for (int n = 0; n < 200; n++) {
                seqs.add(stream.take("message").envelope().seq());
            }
            assertThat(seqs).isSorted().doesNotHaveDuplicates();
            await(() -> application.gauge("tidings_sessions") == 1, "the first stream is still counted");
        }
        try (WireClient publisher = application.connect("alice")) {
            await(
                    () -> {
                        // A write finds out; without any the next heartbeat would.
                        publisher.publish(channel, "1");
                        return application.gauge("tidings_sessions") == 1;
                    },
                    "a reader that is gone is not noticed");
        }
        String narrowed = ServerSurroundings.tokens().narrowed("bob", List.of("it:*"), List.of());
        assertProblem(application.call("POST", messages, "1", narrowed), 403);
        HttpResponse<String> description = application.get("/api/openapi.json");
        assertThat(description.statusCode()).isEqualTo(200);
        assertThat(description.body()).contains("\"openapi\": \"3.1.0\"");
        assertProblem(application.call("POST", messages, "{", token), 400);
        assertProblem(application.call("GET", "/api/channels/orders:1/stream", "", narrowed), 403);
        assertProblem(application.call("GET", "/api/channels/orders:1/stream", "", "rubbish"), 401);
    }

    @Test
    void letsOneInWithATicket() throws IOException {
        HttpResponse<String> issued = application.call(
                "POST", "/api/tickets", "", ServerSurroundings.tokens().of("alice"));
        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
        String ticket =
                Json.createReader(new StringReader(issued.body())).readObject().getString("ticket");
        URI withTicket = URI.create(application.ws() + "?ticket=" + ticket);
        RawWebSocket socket = Handshake.to(withTicket)
                .origin(ServerSurroundings.ALLOWED_ORIGIN)
                .open();
        try (WireClient client = WireClient.over(socket, null)) {
            assertThat(client.hello().payload().getString("user")).isEqualTo("alice");
        }
        HttpAnswer again = Handshake.to(withTicket)
                .origin(ServerSurroundings.ALLOWED_ORIGIN)
                .refusal();
        assertThat(again.status()).isEqualTo(401);
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }

    private static void assertProblem(HttpAnswer answer, int status) {
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"status\":" + status);
    }
}
