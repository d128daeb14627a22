package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.EventStream;
import org.tidings.testkit.Frame;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.HandshakeRefused;
import org.tidings.testkit.HttpAnswer;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.Opcode;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;
import org.tidings.testkit.WireRequest;

/**
 * Goes over each limit of two instances that are set low. The machine is a trusted proxy to them, so each test comes from an address
 * of its own; B allows more where a test needs more to go over something else.
 */
@ExtendWith(NodesExtension.class)
class LimitsAreHeldIT {

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static NodeControl control;
    private static Node a;
    private static Node b;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address = "198.51.100." + ADDRESSES.incrementAndGet();
    private final String user = "user-" + UUID.randomUUID();
    private final String channel = "it:" + UUID.randomUUID();

    @BeforeAll
    static void start(NodeControl running) {
        control = running;
        a = control.embedded("a");
        b = control.attached("b", a.brokerUrl());
        for (Node node : List.of(a, b)) {
            node.setting("tidings.trusted-proxies", "127.0.0.1")
                    .setting("tidings.handshakes-per-second-per-address", "2")
                    .setting("tidings.handshakes-per-second", "20")
                    .setting("tidings.max-connections-per-address", "5")
                    .setting("tidings.max-connections-per-user", "3")
                    .setting("tidings.publish-per-second", "100")
                    .setting("tidings.publish-per-second-per-user", "30")
                    .setting("tidings.max-pending-requests", "6")
                    .setting("tidings.max-refusals-per-minute", "900");
        }
        a.setting("tidings.max-connections", "9")
                .setting("tidings.requests-per-second", "2")
                .setting("tidings.max-subscriptions", "4")
                .setting("tidings.pings-per-minute", "30")
                .setting("tidings.api-calls-per-second-per-user", "1")
                .setting("tidings.tickets-per-minute", "2");
        b.setting("tidings.max-queued-bytes-of-all", Integer.toString(1 << 20))
                .setting("tidings.max-queued-bytes", Integer.toString(1 << 27))
                .setting("tidings.requests-per-second", "100000");
        a.start();
        b.start();
    }

    @Test
    void tellsItsLimitsInHello() throws IOException {
        try (WireClient client = connect(a, user, address)) {
            JsonObject limits = client.hello().payload().getJsonObject("limits");
            assertThat(limits.getInt("publishPerSecond")).isEqualTo(100);
            assertThat(limits.getInt("publishPerSecondPerUser")).isEqualTo(30);
            assertThat(limits.getInt("requestsPerSecond")).isEqualTo(2);
            assertThat(limits.getInt("pingsPerMinute")).isEqualTo(30);
            assertThat(limits.getInt("maxPendingRequests")).isEqualTo(6);
            assertThat(limits.getInt("maxSubscriptions")).isEqualTo(4);
        }
    }

    /** Whoever floods is told so whatever else is wrong with it, and the next address is not concerned. */
    @Test
    void handshakesOfAnAddress() throws IOException {
        double before = refused(a, "handshakes-per-address");
        HttpAnswer last = strangersHandshake(1);
        assertThat(last.status()).isEqualTo(403);
        for (int i = 2; i < 200 && last.status() == 403; i++) {
            last = strangersHandshake(i);
        }
        assertTold(last, 429);
        assertThat(refused(a, "handshakes-per-address")).isGreaterThan(before);
        assertThat(Handshake.to(a.ws())
                        .header("X-Forwarded-For", "203.0.113.200")
                        .origin("http://evil.example")
                        .refusal()
                        .status())
                .isEqualTo(403);
        long retryAfterMillis = retryAfterMillis(last);
        pass(retryAfterMillis);
        connect(a, user, address).close();
    }

    /** The client may write what it likes left of what the proxy says. */
    private HttpAnswer strangersHandshake(int number) throws IOException {
        return Handshake.to(a.ws())
                .header("X-Forwarded-For", "6.6.6." + number + ", " + address)
                .origin("http://evil.example")
                .refusal();
    }

    @Test
    void connectionsOfAnAddressOfAUserAndOfAll() throws IOException {
        List<WireClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(connect(a, user, address));
            }
            assertTold(refusal(a, user, address), 429);
            open.add(connect(a, user + "-2", address));
            open.add(connect(a, user + "-2", address));
            assertTold(refusal(a, user + "-3", address), 429);
            for (int i = 0; i < 4; i++) {
                open.add(connect(a, user + "-" + i + "-4", "203.0.113." + i));
            }
            assertTold(refusal(a, user + "-5", "203.0.113.9"), 503);
            for (String reason : List.of("connections-per-user", "connections-per-address", "connections")) {
                assertThat(refused(a, reason)).as(reason).isPositive();
            }
        } finally {
            open.forEach(WireClient::close);
        }
        await(() -> gauge(a, "tidings_sessions") == 0, "all are gone");
        for (int i = 0; i < 3; i++) {
            connect(a, user, "203.0.113.1" + i).close();
        }
    }

    /** A stream is a connection too: nobody gets around their number with it, and it goes when they have to. */
    @Test
    void streamsTakeTheSeatsOfConnections() throws Exception {
        List<EventStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(stream(b));
                assertThat(open.get(i).status()).isEqualTo(200);
            }
            assertTold(refusal(b, user, address), 429);
            try (EventStream fourth = stream(b)) {
                assertThat(fourth.status()).isEqualTo(429);
                assertThat(Integer.parseInt(fourth.header("Retry-After"))).isBetween(1, 10);
            }
            String admin = control.tokens()
                    .sign(control.tokens()
                            .claims("admin")
                            .claim("groups", List.of("tidings-admin"))
                            .build());
            assertThat(call("DELETE", "/api/connections?user=" + user, admin).statusCode())
                    .isEqualTo(204);
            open.forEach(EventStream::awaitEnd);
            connect(b, user, address).close();
        } finally {
            open.forEach(EventStream::close);
        }
    }

    private EventStream stream(Node node) {
        return EventStream.open(
                node.http("/api/channels/" + channel + "/stream"),
                Map.of("Authorization", "Bearer " + control.tokens().of(user), "X-Forwarded-For", address));
    }

    /** What a handshake took that the container refuses behind the filter must come back. */
    @Test
    void upgradesThatFailTakeNothing() throws IOException {
        for (int i = 0; i < 12; i++) {
            assertThat(Handshake.to(a.ws().resolve("/tidings/elsewhere"))
                            .header("X-Forwarded-For", address)
                            .bearer(control.tokens().of(user))
                            .refusal()
                            .status())
                    .isBetween(400, 499);
        }
        connect(a, user, address).close();
    }

    @Test
    void handshakesOfTheInstance() throws IOException {
        HttpAnswer answer = null;
        for (int i = 0; i < 2_000 && answer == null; i++) {
            try {
                open(b, user + "-" + i, "2001:db8:" + i + "::1").close();
            } catch (HandshakeRefused refused) {
                answer = refused.answer();
            }
        }
        assertTold(answer, 503);
        assertThat(refused(b, "handshakes")).isPositive();
        pass(retryAfterMillis(answer));
        connect(b, user, address).close();
        // The other tests need a handshake or two at once.
        pass(1_000);
    }

    @Test
    void callsAndTicketsOfAUser() throws Exception {
        String token = control.tokens().of(user);
        assertThat(call("POST", "/api/tickets", token).statusCode()).isEqualTo(201);
        assertThat(call("POST", "/api/tickets", token).statusCode()).isEqualTo(201);
        HttpResponse<String> third = call("POST", "/api/tickets", token);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(20L, 31L);
        int status = 403;
        HttpResponse<String> answer = third;
        for (int i = 0; i < 20 && status == 403; i++) {
            answer = call("GET", "/api/connections", token);
            status = answer.statusCode();
        }
        assertThat(status).isEqualTo(429);
        assertThat(refused(a, "tickets-per-user")).isPositive();
        assertThat(refused(a, "api-calls-per-user")).isPositive();
        long retryAfterMillis = Json.createReader(new StringReader(answer.body()))
                .readObject()
                .getJsonNumber("retryAfterMs")
                .longValue();
        pass(retryAfterMillis);
        assertThat(call("GET", "/api/connections", token).statusCode()).isEqualTo(403);
    }

    @Test
    void requestsPingsAndSubscriptionsOfAConnection() throws IOException {
        try (WireClient client = connect(a, user, address)) {
            for (int i = 0; i < 4; i++) {
                client.subscribe(channel + ":" + i);
            }
            WireEnvelope refused =
                    untilRefused(() -> client.request("unsubscribe").channel(channel));
            pass(refused.payload().getJsonNumber("retryAfterMs").longValue());
            client.request("subscribe").channel(channel).error("limit-exceeded");

            WireEnvelope ping = untilRefused(() -> client.request("ping"));
            assertThat(ping.payload().getBoolean("temporary")).isTrue();
            pass(ping.payload().getJsonNumber("retryAfterMs").longValue());
            client.request("ping").reply();
            for (String reason : List.of("requests", "subscriptions", "pings")) {
                assertThat(refused(a, reason)).as(reason).isPositive();
            }
        }
    }

    @Test
    void pongsThatAnswerNothingEndTheConnection() throws IOException {
        try (WireClient client = connect(a, user, address)) {
            for (int i = 0; i < 40; i++) {
                client.socket().send(new Frame(true, Opcode.PONG, new byte[0]));
            }
            assertThat(client.awaitClose().code()).isEqualTo(4008);
        }
    }

    @Test
    void whoDoesNotWaitIsEnded() throws IOException {
        try (WireClient client = connect(a, user, address)) {
            flood(client, 60, 30);
            assertThat(client.awaitClose().code()).isEqualTo(4101);
            assertThat(refused(a, "refusals")).isPositive();
        }
    }

    @Test
    void whatIsTooLarge() throws IOException {
        try (WireClient client = connect(a, user, address)) {
            client.request("publish")
                    .channel(channel)
                    .payload("\"" + "x".repeat(65_300) + "\"")
                    .error("too-large");
            assertThat(refused(a, "event-bytes")).isPositive();
            client.socket().sendText("x".repeat(65_537));
            assertThat(client.awaitClose().code()).isEqualTo(1009);
            assertThat(refused(a, "frame-bytes")).isPositive();
        }
    }

    /** A's broker freezes, so nothing is answered on B. */
    @Test
    void requestsWithoutAnAnswer() throws IOException {
        try (WireClient client = connect(b, user, address)) {
            client.publish(channel, "0");
            List<CompletableFuture<WireEnvelope>> waiting = new ArrayList<>();
            WireEnvelope refused;
            a.pause();
            try {
                for (int i = 1; i <= 6; i++) {
                    waiting.add(client.request("publish")
                            .channel(channel)
                            .payload(Integer.toString(i))
                            .send());
                }
                refused =
                        client.request("publish").channel(channel).payload("7").error("rate-limited");
            } finally {
                a.resume();
            }
            waiting.forEach(each -> assertThat(each.join().type()).isEqualTo("reply"));
            pass(refused.payload().getJsonNumber("retryAfterMs").longValue());
            client.publish(channel, "7");
            assertThat(refused(b, "pending-requests")).isPositive();
        }
    }

    private static WireEnvelope untilRefused(Supplier<WireRequest> request) {
        WireEnvelope answer = request.get().answer();
        for (int i = 0; i < 200 && !isRateLimited(answer); i++) {
            answer = request.get().answer();
        }
        assertThat(answer.errorCode()).isEqualTo("rate-limited");
        return answer;
    }

    private static boolean isRateLimited(WireEnvelope answer) {
        return answer.type().equals("error") && answer.errorCode().equals("rate-limited");
    }

    /** The user is allowed 30 a second at both instances together; were they counted apart, it would be 60. */
    @Test
    void publishesOfAUserAreCountedOnBothInstances() throws IOException {
        try (WireClient onA = connect(a, user, address);
                WireClient onB = connect(b, user, address);
                WireClient other = connect(b, user + "-2", address)) {
            // What both may do at once is used up then, and each has heard of the other.
            perSecond(onA, onB, Duration.ofSeconds(3));
            assertThat(perSecond(onA, onB, Duration.ofSeconds(4))).isBetween(1.0, 45.0);
            assertThat(refused(a, "publishes-per-user")).isPositive();
            assertThat(refused(b, "publishes-per-user")).isPositive();
            other.publish(channel, "1");
        }
    }

    private double perSecond(WireClient one, WireClient other, Duration time) {
        long start = System.nanoTime();
        int passed = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            int both = flood(one, 1, 5) + flood(other, 1, 5);
            passed += both;
            if (both < 10) {
                // Some are to wait; who does not is ended.
                pass(100);
            }
        }
        return passed / ((System.nanoTime() - start) / 1e9);
    }

    /** History is asked for and not read: what waits is more than the instance may hold. */
    @Test
    void whatWaitsForOneWhoDoesNotReadIsBounded() throws IOException {
        try (WireClient publisher = connect(b, user, address)) {
            for (int i = 0; i < 10; i++) {
                publisher.publish(channel, "\"" + "x".repeat(60_000) + "\"");
            }
            try (RawWebSocket socket = open(b, user, address)) {
                String request = "{\"v\":1,\"type\":\"request\",\"action\":\"history\",\"id\":\"1\",\"channel\":\""
                        + channel + "\"}";
                await(
                        () -> {
                            try {
                                socket.sendText((request + "\n").repeat(100));
                            } catch (IOException ended) {
                                return true;
                            }
                            return counter(b, "tidings_sessions_ended_total\\{code=\"4103\"\\}") > 0;
                        },
                        "it is not ended");
            }
            assertThat(refused(b, "queued-bytes")).isPositive();
            await(() -> gauge(b, "tidings_queued_bytes") < 1 << 20, "what waited is gone");
            publisher.publish(channel, "1");
        }
    }

    /** How many of so many frames' publishes are accepted; waits for all answers. */
    private int flood(WireClient client, int frames, int perFrame) {
        int passed = 0;
        for (int f = 0; f < frames && client.isOpen(); f++) {
            WireRequest[] requests = new WireRequest[perFrame];
            for (int i = 0; i < perFrame; i++) {
                requests[i] = client.request("publish").channel(channel).payload("1");
            }
            for (CompletableFuture<WireEnvelope> answer : client.sendTogether(requests)) {
                WireEnvelope told = answer.exceptionally(gone -> null).join();
                passed += told != null && told.type().equals("reply") ? 1 : 0;
            }
        }
        return passed;
    }

    private RawWebSocket open(Node node, String subject, String from) throws IOException {
        return Handshake.to(node.ws())
                .header("X-Forwarded-For", from)
                .bearer(control.tokens().of(subject))
                .open();
    }

    private WireClient connect(Node node, String subject, String from) throws IOException {
        return WireClient.over(open(node, subject, from), null);
    }

    private HttpAnswer refusal(Node node, String subject, String from) throws IOException {
        return Handshake.to(node.ws())
                .header("X-Forwarded-For", from)
                .bearer(control.tokens().of(subject))
                .refusal();
    }

    private HttpResponse<String> call(String method, String path, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(a.http(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertTold(HttpAnswer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        long seconds = Long.parseLong(answer.header("Retry-After").orElseThrow());
        assertThat(seconds).isBetween(1L, 10L);
        assertThat(seconds).isEqualTo((retryAfterMillis(answer) + 999) / 1_000);
    }

    private static long retryAfterMillis(HttpAnswer answer) {
        return Json.createReader(new StringReader(answer.body()))
                .readObject()
                .getJsonNumber("retryAfterMs")
                .longValue();
    }

    /** As long as a client was told to wait, and no longer. */
    private static void pass(long millis) {
        long start = System.nanoTime();
        await(() -> System.nanoTime() - start >= millis * 1_000_000, "time stands still");
    }

    private static double refused(Node node, String reason) {
        return counter(node, "tidings_refused_total\\{reason=\"" + reason + "\"\\}");
    }

    private static double gauge(Node node, String name) {
        return counter(node, name);
    }

    private static double counter(Node node, String series) {
        try {
            Matcher line = Pattern.compile("(?m)^" + series + " (\\S+)")
                    .matcher(node.get("/metrics").body());
            return line.find() ? Double.parseDouble(line.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
