package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;

/**
 * What somebody sends who means harm: each is answered with the declared error, the connection lives, nobody is given
 * anything, and no line of a log and no name of a meter is of the sender's making.
 */
@ExtendWith(NodesExtension.class)
class HostileRequestsIT {

    /** What no log may ever show. */
    private static final String MARK = "forged-by-mallory";

    /** So many malformed envelopes in a minute end a connection; one less does not. */
    private static final int BEARABLE = 9;

    private static final List<String> NO_JSON = List.of(
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":1,\"\\u0062\":1}}",
            "[".repeat(64) + "]".repeat(64),
            "[".repeat(60_000),
            "{\"a\":".repeat(10_000),
            "NaN",
            "-Infinity",
            "[1,]",
            "{\"a\":1,}",
            "1 // " + MARK,
            "1 /* " + MARK + " */",
            "'" + MARK + "'",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\u0001\"",
            "\"\u0000\"",
            "\u0000",
            "\"" + MARK,
            "[1",
            "01",
            "1.e5",
            "0x1F",
            "\uFEFF1",
            "nul");

    /** Valid, and of no meaning to the server: passed on as it is. */
    private static final List<String> ODD_JSON = List.of(
            "1e400",
            "-0",
            "9".repeat(1_000),
            "{\"__proto__\":{\"admin\":true},\"constructor\":0}",
            "{\"\":{\"\\u0000\":\"\\u001b[2J\\u2028\\u202e\"}}",
            "\"" + "x".repeat(60_000) + "\"",
            "[[],{},[[[]]],\"\uD83D\uDE00\",\"\\uD83D\\uDE00\"]");

    private static final List<String> BAD_CHANNELS = List.of(
            "../" + MARK,
            "it/../../" + MARK,
            "it:%2e%2e%2f",
            "it:..\\" + MARK,
            "*:it",
            "*",
            "it:#",
            "#",
            "it:>",
            "it.*::it",
            "log.0::log-0",
            "::log-0",
            "it::x",
            "it:",
            ":it",
            "it:a b",
            "it:a' OR '1'='1",
            "it:x\r\nINFO " + MARK,
            "it:x\nINFO " + MARK,
            "it:\u001B[2J" + MARK,
            "it:\u009B2J" + MARK,
            "it:x\u0085" + MARK,
            "it:x\u2028" + MARK,
            "it:\u202E" + MARK,
            "it:\u0000",
            "it:\u0430", // Cyrillic а
            "it:\uFF41", // full-width a
            "it:\u00e9",
            "it:e\u0301",
            "it\uFF1Aa",
            "it:a\u200B",
            "it:{sub}",
            "it:" + "a".repeat(198));

    private final HttpClient http = HttpClient.newHttpClient();
    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
    }

    @Test
    void whatIsNoJsonIsAnsweredAndNothingIsDelivered() throws IOException {
        try (WireClient watcher = connect("alice")) {
            watcher.subscribe(channel);
            for (int from = 0; from < NO_JSON.size(); from += BEARABLE) {
                List<String> some = NO_JSON.subList(from, Math.min(from + BEARABLE, NO_JSON.size()));
                try (WireClient mallory = connect("mallory")) {
                    for (String payload : some) {
                        mallory.socket().sendText(publish(payload));
                    }
                    await(() -> mallory.strays().size() >= some.size(), "no answer to some of " + some);
                    assertThat(mallory.strays()).hasSize(some.size()).allSatisfy(error -> assertThat(error.errorCode())
                            .isEqualTo("bad-envelope"));
                    mallory.request("ping").reply();
                }
            }
            watcher.assertExhausted();
        }
    }

    @Test
    void whatIsOddAndValidPassesByteForByte() {
        try (WireClient watcher = connect("alice");
                WireClient publisher = connect("mallory")) {
            watcher.subscribe(channel);
            for (String payload : ODD_JSON) {
                publisher.publish(channel, payload);
                assertThat(watcher.events().take("message").payloadText()).isEqualTo(payload);
            }
        }
    }

    /** Two readers of such a frame could believe in two different actions, or channels. */
    @Test
    void aFieldThatStandsTwiceInWhateverSpellingIsRefused() throws IOException {
        try (WireClient watcher = connect("alice");
                WireClient mallory = connect("mallory")) {
            watcher.subscribe(channel);
            for (String second : List.of(
                    "\"\\u0061ction\":\"publish\"",
                    "\"channel\":\"it:other\"",
                    "\"ch\\u0061nnel\":\"it:other\"",
                    "\"v\":1")) {
                mallory.socket().sendText(publish("1").replace("{\"v\"", "{" + second + ",\"v\""));
            }
            await(() -> mallory.strays().size() == 4, "no answer to some of the fields");
            assertThat(mallory.strays())
                    .allSatisfy(error -> assertThat(error.errorCode()).isEqualTo("bad-envelope"));
            watcher.assertExhausted();
        }
    }

    @Test
    void namesThatAreNoneNameNoChannelByAnyWay() throws Exception {
        try (WireClient mallory = connect("mallory")) {
            for (String name : BAD_CHANNELS) {
                for (String action : List.of("subscribe", "publish", "history", "unsubscribe")) {
                    mallory.request(action).channel(name).payload("{}").error("bad-channel");
                }
                HttpResponse<String> explained = post("/api/explain", question(name));
                assertThat(explained.statusCode()).as("%s", explained.body()).isEqualTo(400);
                assertThat(explained.body()).doesNotContain(MARK);
            }
            // A pattern is subscribed to, and is a channel to nobody.
            for (String action : List.of("publish", "history")) {
                mallory.request(action).channel("it:*").payload("{}").error("bad-channel");
            }
            // A name of dots is one: it is no path, whatever it looks like.
            mallory.subscribe("..:" + MARK.replace("forged", "dots"));
        }
        assertNothingIsForged();
    }

    @Test
    void bodiesAndParametersOfTheApiForgeNothing() throws Exception {
        for (String body : List.of(
                "",
                "[]",
                "{",
                "{\"a\":[",
                "{\"subject\":\"x\",\"subject\":\"" + MARK + "\"}",
                "{\"until\":1e99999999999,\"jti\":\"" + MARK + "\"}",
                "{\"until\":" + "9".repeat(1_200) + ",\"jti\":\"x\"}",
                "{\"jti\":" + "[".repeat(1_100) + "]".repeat(1_100) + "}",
                "{\"jti\":\"\\ud800\"}",
                "{\"jti\":\"x\"} " + MARK)) {
            HttpResponse<String> answer = post("/api/revocations", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).doesNotContain(MARK);
        }
        for (String name : BAD_CHANNELS) {
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(get("/api/connections?user=" + encoded).statusCode()).isEqualTo(200);
            assertThat(get("/api/revocations/" + encoded).statusCode()).isBetween(400, 499);
            assertThat(get("/api/" + encoded).statusCode()).isBetween(400, 499);
        }
        assertNothingIsForged();
    }

    /** Java's client offers HTTP/2 with every request. Once no body of such a request ended, until it was cut off after 10 s. */
    @Test
    void aBodyEndsWhereItSaysWhateverProtocolIsOffered() throws Exception {
        for (HttpClient.Version offered : HttpClient.Version.values()) {
            HttpClient client = HttpClient.newBuilder().version(offered).build();
            for (int again = 0; again < 2; again++) {
                HttpResponse<String> answer = client.send(
                        request("/api/explain")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(question("it:x")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            }
        }
    }

    @Test
    void noTokenThatNobodySignedOpensAConnection() throws IOException {
        String[] good = pair.tokens().of("alice").split("\\.");
        String none = text("{\"alg\":\"none\"}");
        String mallory = text("{\"iss\":\"tidings-development\",\"sub\":\"" + MARK + "\",\"exp\":4102444800}");
        for (String token : List.of(
                none + "." + good[1] + ".",
                none + "." + good[1] + "." + good[2],
                text("{\"alg\":\"HS256\"}") + "." + mallory + "." + good[2],
                text("{\"alg\":\"ES256\"}") + "." + mallory + "." + "A".repeat(86),
                good[0] + "." + mallory + "." + good[2],
                good[0] + "." + good[1] + "." + "A".repeat(86),
                good[0] + "." + good[1] + "." + "_".repeat(86),
                good[0] + "." + good[1],
                good[0] + "." + good[1] + "." + good[2] + "." + good[2],
                text("{\"alg\":\"ES256\",\"jku\":\"http://127.0.0.1:1/\"}") + "." + good[1] + "." + good[2],
                text("{\"alg\":\"ES256\",\"kid\":\"../../../../dev/null\"}") + "." + good[1] + "." + good[2],
                text("{\"alg\":\"ES256\",\"kid\":\"x' UNION SELECT '" + MARK + "\"}") + "." + good[1] + "." + good[2],
                text("{\"alg\":\"ES256\",\"zip\":\"DEF\"}") + "." + good[1] + "." + good[2],
                "eyJ" + "A".repeat(6_000) + "." + good[1] + "." + good[2],
                MARK,
                pair.tokens().ending("alice", Duration.ofMinutes(-1)))) {
            assertThat(Handshake.to(pair.a().ws()).bearer(token).refusal().status())
                    .as(token)
                    .isEqualTo(401);
        }
        assertNothingIsForged();
    }

    @Test
    void headersAndAddressesOfAHandshakeForgeNothing() throws IOException {
        URI ws = pair.a().ws();
        for (String hostile : List.of("%0d%0aINFO%20" + MARK, "%1b[2J" + MARK, "%e2%80%a8" + MARK)) {
            assertThat(Handshake.to(URI.create(ws + "?x=" + hostile.replace("[", "%5b")))
                            .refusal()
                            .status())
                    .isEqualTo(401);
            String raw = hostile.replace("%1b", "\u001B").replace("%e2%80%a8", "\u00e2\u0080\u00a8");
            for (String header : List.of("Origin", "User-Agent", "Referer", "X-Forwarded-For", "Forwarded")) {
                assertThat(Handshake.to(ws).header(header, raw).refusal().status())
                        .isBetween(400, 499);
            }
            assertThat(Handshake.to(ws)
                            .subprotocols(MARK, "bearer." + MARK)
                            .refusal()
                            .status())
                    .isBetween(400, 499);
        }
        assertNothingIsForged();
    }

    private void assertNothingIsForged() throws IOException {
        assertThat(pair.a().get("/metrics").body()).doesNotContain(MARK);
        assertThat(logs()).isNotEmpty().allSatisfy(log -> assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                .doesNotContain(MARK));
    }

    private WireClient connect(String user) {
        return pair.a().connect(pair.tokens().of(user));
    }

    private String publish(String payload) {
        return "{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"channel\":\"" + channel + "\",\"payload\":"
                + payload + "}";
    }

    private String question(String name) {
        return Json.createObjectBuilder()
                .add("token", pair.tokens().of("alice"))
                .add("action", "publish")
                .add("channel", name)
                .build()
                .toString();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        String admin = pair.tokens()
                .sign(pair.tokens()
                        .claims("admin")
                        .claim("groups", List.of("tidings-admin"))
                        .build());
        return HttpRequest.newBuilder(pair.a().http(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + admin);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String text(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> logs() {
        try (Stream<Path> files = Files.walk(pair.control().folder())) {
            return files.filter(file -> file.toString().contains("log") && Files.isRegularFile(file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
