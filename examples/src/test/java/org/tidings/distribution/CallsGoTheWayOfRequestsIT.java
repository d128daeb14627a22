package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
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

/** A call is allowed what a WebSocket is not, stored twice, or answered with something that no page describes. */
@ExtendWith(NodesExtension.class)
class CallsGoTheWayOfRequestsIT {

    private NodePair pair;
    private DescribedApi api;
    private String channel;
    private String token;
    private String admin;

    @BeforeEach
    void find(NodePair running) throws IOException {
        pair = running;
        api = new DescribedApi(pair.a());
        channel = pair.freshChannel();
        token = pair.tokens().of("alice");
        admin = pair.tokens()
                .sign(pair.tokens()
                        .claims("admin")
                        .claim("groups", List.of("tidings-admin"))
                        .build());
    }

    @Test
    void publishIsStoredOnceAndSeenOnTheOtherInstance() throws Exception {
        try (WireClient onB = pair.b().connect(token)) {
            onB.subscribe(channel);
            Map<String, String> headers = Map.of(
                    "Tidings-Message-Id",
                    "m1",
                    "Tidings-Priority",
                    "7",
                    "Tidings-Header-Region",
                    "eu",
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            HttpResponse<String> first = publish(pair.a(), headers, "{\"total\": 12.50 , \"x\":\"é\"}\n");
            assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
            HttpResponse<String> again = publish(pair.b(), headers, "{\"total\": 12.50 , \"x\":\"é\"}\n");
            assertThat(again.statusCode()).isEqualTo(201);
            assertThat(json(again).getJsonNumber("seq")).isEqualTo(json(first).getJsonNumber("seq"));
            assertThat(json(again).getBoolean("duplicate")).isTrue();

            WireEnvelope event = onB.events().take("message");
            assertThat(event.seq()).isEqualTo(json(first).getJsonNumber("seq").longValue());
            assertThat(event.from()).isEqualTo("alice");
            assertThat(event.messageId()).isEqualTo("m1");
            assertThat(event.payloadText()).isEqualTo("{\"total\": 12.50 , \"x\":\"é\"}");
            assertThat(event.json().getJsonObject("headers").getString("region"))
                    .isEqualTo("eu");
            assertThat(event.json().getInt("priority")).isEqualTo(7);
            onB.assertExhausted();
        }
    }

    @Test
    void batchKeepsItsOrderAndEachElementItsOwnAnswer() throws Exception {
        String narrowed = pair.tokens().narrowed("bob", List.of("*"), List.of("it:*"));
        List<String> items = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            items.add("{\"channel\":\"" + channel + "\",\"messageId\":\"" + n + "\",\"payload\":" + n + "}");
        }
        items.add("{\"channel\":\"orders:1\",\"payload\":1}");
        items.add("{\"channel\":\"" + channel + "\",\"payload\":1,\"priority\":11}");
        items.add("{\"channel\":\"" + channel + "\"}");
        items.add("{\"channel\":\"no channel\",\"payload\":1}");
        items.add(items.get(0));
        HttpResponse<String> answer =
                api.call(pair.a(), "POST", "/messages", narrowed, Map.of(), "[" + String.join(",", items) + "]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonObject> results = json(answer).getJsonArray("results").getValuesAs(JsonObject.class);
        assertThat(results).hasSize(55);
        assertThat(results.stream().map(each -> each.getInt("status")).skip(50))
                .containsExactly(403, 400, 422, 400, 201);
        assertThat(results.stream().skip(50).map(each -> each.getString("code", "none")))
                .containsExactly("forbidden", "bad-envelope", "bad-payload", "bad-channel", "none");
        List<Long> seqs = results.stream()
                .limit(50)
                .map(each -> each.getJsonNumber("seq").longValue())
                .toList();
        assertThat(seqs).isSorted().doesNotHaveDuplicates();
        assertThat(results.get(54).getJsonNumber("seq").longValue())
                .as("the first one's, sent again")
                .isEqualTo(seqs.get(0));

        JsonObject page = json(api.call(pair.b(), "GET", messages() + "?sinceSeq=0&limit=20", token));
        assertThat(page.getBoolean("more")).isTrue();
        JsonObject rest = json(api.call(
                pair.b(),
                "GET",
                messages() + "?epoch=" + page.getString("epoch") + "&sinceSeq=" + seqs.get(19) + "&limit=100",
                token));
        assertThat(payloads(page)).startsWith("0", "1").endsWith("19");
        assertThat(payloads(rest)).startsWith("20").endsWith("49");
        assertThat(payloads(json(api.call(pair.b(), "GET", messages() + "?limit=1", token))))
                .containsExactly("49");
    }

    @Test
    void whatIsWrongHasItsStatusAndItsCode() throws Exception {
        String narrowed = pair.tokens().narrowed("bob", List.of("it:*"), List.of());
        HttpResponse<String> forbidden = api.call(pair.a(), "POST", messages(), narrowed, Map.of(), "1");
        assertProblem(forbidden, 403, "forbidden");
        assertThat(json(forbidden)).containsKey("decision");
        assertProblem(api.call(pair.a(), "GET", "/channels/orders:1/messages", narrowed), 403, "forbidden");
        assertProblem(publish(Map.of(), "1,\"priority\":9"), 400, "bad-envelope");
        assertProblem(publish(Map.of(), "{\"a\":1,\"a\":2}"), 400, "bad-envelope");
        assertProblem(publish(Map.of(), ""), 400, "bad-envelope");
        assertProblem(publish(Map.of("Tidings-Priority", "10"), "1"), 400, "bad-envelope");
        assertProblem(publish(Map.of("Tidings-Message-Id", "x".repeat(65)), "1"), 400, "bad-envelope");
        assertProblem(publish(Map.of("Tidings-Header-X", "y".repeat(3_000)), "1"), 400, "bad-envelope");
        assertProblem(publish(Map.of("Tidings-Expires-At", "1"), "1"), 410, "expired");
        assertProblem(publish(Map.of(), "\"" + "x".repeat(70_000) + "\""), 413, "too-large");
        assertProblem(api.call(pair.a(), "POST", "/channels/a%20b/messages", token, Map.of(), "1"), 400, "bad-channel");
        assertProblem(api.call(pair.a(), "GET", messages() + "?limit=many", token), 400, "bad-envelope");
        assertProblem(api.call(pair.a(), "GET", messages() + "?epoch=k3", token), 400, "bad-envelope");
        assertProblem(api.call(pair.a(), "POST", "/messages", token, Map.of(), "{}"), 400, "bad-envelope");
        assertProblem(api.call(pair.a(), "POST", "/messages", token, Map.of(), "[]"), 400, "bad-envelope");
        assertProblem(api.call(pair.a(), "POST", messages(), null, Map.of(), "1"), 401, "unauthenticated");
        assertProblem(api.call(pair.a(), "GET", "/channels", token), 403, "forbidden");
        assertProblem(api.call(pair.a(), "GET", "/instances", token), 403, "forbidden");
    }

    @Test
    void namespacesHaveTheirSayHereToo() throws Exception {
        String orders = "/channels/" + pair.freshChannel("orders") + "/messages";
        HttpResponse<String> unfit =
                api.call(pair.a(), "POST", orders, token, Map.of(), "{\"id\":\"a\",\"quantity\":0}");
        assertProblem(unfit, 422, "bad-payload");
        assertThat(json(unfit).getString("pointer")).isEqualTo("/quantity");
        String cursor = "/channels/" + pair.freshChannel("cursor");
        try (EventStream stream = EventStream.open(pair.b().http("/api" + cursor + "/stream"), token)) {
            assertThat(stream.take("subscribed").id()).isNull();
            HttpResponse<String> handedOver =
                    api.call(pair.a(), "POST", cursor + "/messages", token, Map.of(), "{\"x\":1}");
            assertThat(handedOver.statusCode()).as(handedOver.body()).isEqualTo(201);
            assertThat(json(handedOver)).doesNotContainKey("seq");
            EventStream.Event moved = stream.take("message");
            assertThat(moved.id()).isNull();
            assertThat(moved.envelope().payloadText()).isEqualTo("{\"x\":1}");
        }
    }

    @Test
    void colonMayBeEncodedOrNot() throws Exception {
        String encoded = "/channels/" + channel.replace(":", "%3A") + "/messages";
        assertThat(api.call(pair.a(), "POST", encoded, token, Map.of(), "1").statusCode())
                .isEqualTo(201);
        assertThat(payloads(json(api.call(pair.a(), "GET", messages(), token)))).containsExactly("1");
    }

    @Test
    void administratorsSeeChannelsConnectionsAndInstances() throws Exception {
        String prefix = pair.freshChannel();
        try (WireClient one = pair.a().connect(token);
                EventStream two = EventStream.open(pair.a().http("/api/channels/" + prefix + ":1/stream"), token);
                WireClient other = pair.b().connect(token)) {
            two.take("subscribed");
            one.subscribe(prefix + ":1");
            one.subscribe(prefix + ":2");
            other.subscribe(prefix + ":3");
            JsonObject first = json(api.call(pair.a(), "GET", "/channels?limit=1&prefix=" + prefix, admin));
            assertThat(first.getString("instance")).isEqualTo("a");
            assertThat(first.getBoolean("more")).isTrue();
            assertThat(first.getJsonArray("channels").getJsonObject(0).getInt("subscribers"))
                    .isEqualTo(2);
            JsonObject second =
                    json(api.call(pair.a(), "GET", "/channels?prefix=" + prefix + "&after=" + prefix + ":1", admin));
            assertThat(second.getBoolean("more")).isFalse();
            assertThat(second.getJsonArray("channels").getJsonObject(0).getString("channel"))
                    .isEqualTo(prefix + ":2");
            assertThat(json(api.call(pair.a(), "GET", "/connections?user=alice", admin))
                            .getJsonArray("connections"))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
        await(() -> instances(pair.a()).equals(List.of("a", "b")), "they do not hear of each other");
        await(() -> instances(pair.b()).equals(List.of("a", "b")), "they do not hear of each other");
    }

    @Test
    void presenceKnowsWhoFollowsAStreamOnTheOtherInstance() throws Exception {
        String presence = "/channels/" + channel + "/presence";
        try (EventStream stream =
                EventStream.open(pair.b().http("/api/channels/" + channel + "/stream?presence=true"), token)) {
            stream.take("subscribed");
            await(() -> count(presence) == 1, "nobody is there");
            JsonObject member = json(api.call(pair.a(), "GET", presence, token))
                    .getJsonArray("members")
                    .getJsonObject(0);
            assertThat(member.getString("user")).isEqualTo("alice");
            try (WireClient bob = pair.a().connect(pair.tokens().of("bob"))) {
                bob.subscribe(channel);
                assertThat(stream.take("join").envelope().payload().getString("user"))
                        .isEqualTo("bob");
            }
        }
        String none = "/channels/" + pair.freshChannel("cursor") + "/presence";
        assertProblem(api.call(pair.a(), "GET", none, token), 501, "unsupported");
        assertProblem(api.call(pair.a(), "GET", presence + "?limit=0", token), 422, "bad-payload");
    }

    private int count(String presence) {
        try {
            return json(api.call(pair.a(), "GET", presence + "?countOnly=true", token))
                    .getInt("count");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A page of a listed origin may call; what its browser asks first is answered without a token. */
    @Test
    void pagesOfAllowedOriginsMayCall() throws Exception {
        String origin = "http://127.0.0.1:" + pair.a().port();
        String user = "user-" + UUID.randomUUID();
        HttpResponse<String> answer =
                api.call(pair.a(), "POST", messages(), pair.tokens().of(user), Map.of("Origin", origin), "1");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
        assertThat(answer.headers().firstValue("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).contains("Origin"));
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    private List<String> instances(Node node) {
        try {
            return json(api.call(node, "GET", "/instances", admin)).getJsonArray("instances").stream()
                    .map(JsonValue::asJsonObject)
                    .map(each -> each.getString("instance"))
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> publish(Map<String, String> headers, String body) throws Exception {
        return publish(pair.a(), headers, body);
    }

    private HttpResponse<String> publish(Node node, Map<String, String> headers, String body) throws Exception {
        return api.call(node, "POST", messages(), token, headers, body);
    }

    private String messages() {
        return "/channels/" + channel + "/messages";
    }

    private static List<String> payloads(JsonObject page) {
        return page.getJsonArray("events").getValuesAs(JsonObject.class).stream()
                .map(each -> each.get("payload").toString())
                .toList();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).getString("code")).isEqualTo(code);
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return DescribedApi.json(answer.body());
    }
}
