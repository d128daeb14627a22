package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    @Test
    void anUnusablePositionIsAGapAndNoError() {
        try (WireClient publisher = pair.a().connect(token)) {
            publisher.publish(channel, "1");
            try (EventStream stream = open(pair.b(), "?since=another.41", Map.of())) {
                EventStream.Event subscribed = stream.take("subscribed");
                assertThat(subscribed.envelope().payload().getBoolean("recovered"))
                        .isFalse();
                assertThat(subscribed.envelope().payload().getJsonObject("gap").getString("reason"))
                        .isEqualTo("epoch");
            }
            try (EventStream stream = open(pair.b(), "?last=1", Map.of())) {
                assertThat(stream.take("message").envelope().payloadText()).isEqualTo("1");
            }
        }
    }

    /** What was left out is behind the reader too: it must not come again when the reader comes back. */
    @Test
    void filterMovesThePositionOverWhatItLeavesOut() throws IOException, InterruptedException {
        DescribedApi api = new DescribedApi(pair.a());
        String messages = "/channels/" + channel + "/messages";
        try (EventStream stream = open(pair.b(), "?filter=region%20%3D%20%27eu%27", Map.of())) {
            stream.take("subscribed");
            api.call(pair.a(), "POST", messages, token, Map.of("Tidings-Header-Region", "us"), "1");
            api.call(pair.a(), "POST", messages, token, Map.of("Tidings-Header-Region", "eu"), "2");
            EventStream.Event leftOut = stream.take("filtered");
            assertThat(leftOut.envelope().payload().getInt("count")).isEqualTo(1);
            assertThat(leftOut.id())
                    .isEqualTo(leftOut.envelope().epoch() + "."
                            + (leftOut.envelope().payload().getInt("before") - 1));
            assertThat(stream.take("message").envelope().payloadText()).isEqualTo("2");
        }
        assertThat(status(address(pair.b(), "?filter=region%20%3D"), Map.of("Authorization", "Bearer " + token)))
                .isEqualTo(422);
    }

    @Test
    void refusalsHaveAStatusAndAreNoStreams() {
        String narrowed = pair.tokens().narrowed("bob", List.of("it:*"), List.of());
        assertThat(status(address(pair.a(), ""), Map.of())).isEqualTo(401);
        assertThat(status(address(pair.a(), "?access_token=" + token), Map.of()))
                .isEqualTo(401);
        assertThat(status(address(pair.a(), ""), Map.of("Authorization", "Bearer " + narrowed)))
                .isEqualTo(200);
        URI other = pair.a().http("/api/channels/orders:1/stream");
        assertThat(status(other, Map.of("Authorization", "Bearer " + narrowed))).isEqualTo(403);
        URI none = pair.a().http("/api/channels/a%20b/stream");
        assertThat(status(none, Map.of("Authorization", "Bearer " + token))).isEqualTo(400);
        for (String query : List.of("?since=41", "?last=many", "?since=k3.x")) {
            assertThat(status(address(pair.a(), query), Map.of("Authorization", "Bearer " + token)))
                    .as(query)
                    .isEqualTo(400);
        }
    }

    /** EventSource sends what it is given and nothing else: a ticket in the address, and the page's origin. */
    @Test
    void ticketLetsAPageInOnceAndAForeignPageNever() throws IOException, InterruptedException {
        DescribedApi api = new DescribedApi(pair.a());
        String own = "http://127.0.0.1:" + pair.b().port();
        String query = "?ticket="
                + DescribedApi.json(
                                api.call(pair.a(), "POST", "/tickets", token).body())
                        .getString("ticket");
        assertThat(status(address(pair.b(), query), Map.of("Origin", "https://evil.example")))
                .isEqualTo(403);
        try (EventStream stream = EventStream.open(address(pair.b(), query), Map.of("Origin", own))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Access-Control-Allow-Origin")).isEqualTo(own);
            assertThat(stream.take("hello").envelope().payload().getString("user"))
                    .isEqualTo("alice");
        }
        assertThat(status(address(pair.b(), query), Map.of("Origin", own))).isEqualTo(401);
    }

    @Test
    void revocationEndsAStreamOnTheOtherInstance() throws IOException, InterruptedException {
        DescribedApi api = new DescribedApi(pair.a());
        String admin = pair.tokens()
                .sign(pair.tokens()
                        .claims("admin")
                        .claim("groups", List.of("tidings-admin"))
                        .build());
        String jti = UUID.randomUUID().toString();
        String revoked =
                pair.tokens().sign(pair.tokens().claims("mallory").jwtID(jti).build());
        try (EventStream stream = EventStream.open(address(pair.b(), ""), revoked)) {
            stream.take("subscribed");
            api.call(pair.a(), "POST", "/revocations", admin, Map.of(), "{\"jti\":\"" + jti + "\"}");
            EventStream.Event bye = stream.take("bye");
            assertThat(bye.envelope().payload().getInt("code")).isEqualTo(4001);
            assertThat(bye.envelope().payload().getBoolean("reconnect")).isFalse();
            stream.awaitEnd();
        }
        assertThat(status(address(pair.b(), ""), Map.of("Authorization", "Bearer " + revoked)))
                .isEqualTo(401);
    }

    /** On a quiet channel nothing else shows that both ends are there, nor how far the shard has come. */
    @Test
    void silenceIsFilledWithCommentsAndPositions() {
        String ending = pair.tokens().ending("alice", Duration.ofSeconds(50));
        try (EventStream stream = EventStream.open(address(pair.a(), ""), ending)) {
            Map<String, EventStream.Event> first = stream.takeEach("subscribed", "expiring");
            String begun = first.get("subscribed").id();
            assertThat(first.get("expiring").id()).isNull();
            String moved = stream.take("position").id();
            assertThat(moved.split("[.]")[0]).isEqualTo(begun.split("[.]")[0]);
            await(() -> stream.comments() > 0, "no heartbeat");
        }
    }

    /** Who stops reading costs a bounded queue; who reads on gets all, in order, once, or is told what is missing. */
    @Test
    void stoppedReaderGetsTheRestWhenItReadsOn() throws IOException, InterruptedException {
        int events = 300;
        // Together, so that the reader stops for less than it takes to be given up.
        int together = 50;
        String payload = "\"" + "x".repeat(20_000) + "\"";
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("127.0.0.1", pair.b().port()));
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /tidings/api/channels/" + channel
                                    + "/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (!lines.readLine().equals("event: subscribed")) {
                // Up to where nothing more can be missed.
            }
            List<Long> stored = new ArrayList<>();
            DescribedApi api = new DescribedApi(pair.a());
            String batch = "["
                    + String.join(
                            ",",
                            Collections.nCopies(
                                    together, "{\"channel\":\"" + channel + "\",\"payload\":" + payload + "}"))
                    + "]";
            while (stored.size() < events) {
                DescribedApi.json(api.call(pair.a(), "POST", "/messages", token, Map.of(), batch)
                                .body())
                        .getJsonArray("results")
                        .getValuesAs(JsonObject.class)
                        .forEach(
                                result -> stored.add(result.getJsonNumber("seq").longValue()));
            }
            List<Long> seen = new ArrayList<>();
            while (seen.size() < events) {
                String line = lines.readLine();
                if (line.startsWith("data: ") && line.contains("\"action\":\"message\"")) {
                    seen.add(Long.parseLong(line.replaceFirst(".*?\"seq\":([0-9]+).*", "$1")));
                }
                assertThat(line).isNotEqualTo("event: gap");
            }
            assertThat(seen).isEqualTo(stored);
        }
    }

    private int status(URI address, Map<String, String> headers) {
        try (EventStream stream = EventStream.open(address, headers)) {
            return stream.status();
        }
    }

    private EventStream open(Node node, String query, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + token);
        return EventStream.open(address(node, query), all);
    }

    private URI address(Node node, String query) {
        return node.http("/api/channels/" + channel + "/stream" + query);
    }
}
