package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.WireClient;

/** Whoever is thrown out on one instance sits on another, and stays. */
@ExtendWith(NodesExtension.class)
class RevokedStaysConnectedIT {

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String user = "user-" + UUID.randomUUID();
    private NodePair pair;
    private String admin;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        admin = pair.tokens()
                .sign(pair.tokens()
                        .claims("admin")
                        .claim("groups", List.of("tidings-admin"))
                        .build());
    }

    @Test
    void tokenOfOneInstanceIsRevokedOnTheOther() throws Exception {
        String jti = UUID.randomUUID().toString();
        String token = pair.tokens().sign(pair.tokens().claims(user).jwtID(jti).build());
        try (WireClient revoked = pair.b().connect(token);
                WireClient other = pair.b().connect(pair.tokens().of(user))) {
            HttpResponse<String> created = post(pair.a(), "/api/revocations", "{\"jti\":\"" + jti + "\"}", admin);
            assertThat(created.statusCode()).isEqualTo(201);
            Await.await(ONE_SECOND, () -> !revoked.isOpen(), () -> "still connected");
            assertThat(revoked.awaitClose().code()).isEqualTo(4001);
            for (Node node : List.of(pair.a(), pair.b())) {
                assertThat(Handshake.to(node.ws()).bearer(token).refusal().status())
                        .isEqualTo(401);
                assertThat(call("GET", node, "/api/connections", token).statusCode())
                        .isEqualTo(401);
            }
            assertThat(other.request("authenticate")
                            .payload("{\"token\":\"" + token + "\"}")
                            .answer()
                            .errorCode())
                    .isEqualTo("unauthenticated");
            assertThat(other.isOpen()).isTrue();

            String id = json(created).getString("id");
            assertThat(json(call("GET", pair.b(), "/api/revocations/" + id, admin))
                            .getString("jti"))
                    .isEqualTo(jti);
            assertThat(call("DELETE", pair.b(), "/api/revocations/" + id, admin).statusCode())
                    .isEqualTo(204);
            Await.await(
                    ONE_SECOND, () -> status(pair.a(), "/api/revocations/" + id, admin) == 404, () -> "still there");
            pair.a().connect(token).close();
        }
    }

    @Test
    void olderTokensOfAUserAreRevokedAndNewerOnesWelcome() throws Exception {
        try (WireClient before = pair.b().connect(pair.tokens().of(user))) {
            long at = System.currentTimeMillis() + 2_000;
            post(pair.a(), "/api/revocations", "{\"subject\":\"" + user + "\",\"issuedBefore\":" + at + "}", admin);
            assertThat(before.awaitClose().code()).isEqualTo(4201);
            Await.await(
                    Duration.ofSeconds(10), () -> System.currentTimeMillis() > at + 1_000, () -> "time stands still");
            pair.b().connect(pair.tokens().of(user)).close();
        }
    }

    @Test
    void userIsDisconnectedEverywhere() throws Exception {
        try (WireClient onA = pair.a().connect(pair.tokens().of(user));
                WireClient onB = pair.b().connect(pair.tokens().of(user));
                WireClient other = pair.b().connect(pair.tokens().of(user + "-2"))) {
            JsonObject live = json(call("GET", pair.b(), "/api/connections?user=" + user, admin));
            assertThat(live.getJsonArray("connections")).hasSize(1);
            assertThat(live.getString("instance")).isEqualTo("b");
            assertThat(live.getJsonArray("connections").getJsonObject(0).getString("connection"))
                    .isEqualTo(onB.hello().payload().getString("connection"));

            assertThat(call("DELETE", pair.a(), "/api/connections?user=" + user, admin)
                            .statusCode())
                    .isEqualTo(204);
            Await.await(ONE_SECOND, () -> !onA.isOpen() && !onB.isOpen(), () -> "still connected");
            assertThat(onA.awaitClose().code()).isEqualTo(4003);
            assertThat(onB.awaitClose().code()).isEqualTo(4003);
            other.request("ping").reply();
            pair.a().connect(pair.tokens().of(user)).close();
        }
    }

    @Test
    void ticketLetsOneInOnWhicheverInstance() throws Exception {
        HttpResponse<String> issued =
                post(pair.a(), "/api/tickets", "", pair.tokens().of(user));
        assertThat(issued.statusCode()).isEqualTo(201);
        String ticket = json(issued).getString("ticket");
        RawWebSocket socket = withTicket(pair.b(), ticket).open();
        try (WireClient client = WireClient.over(socket, null)) {
            assertThat(client.hello().payload().getString("user")).isEqualTo(user);
            client.publish(pair.freshChannel(), "1");
            for (Node node : List.of(pair.a(), pair.b())) {
                assertThat(withTicket(node, ticket).refusal().status()).isEqualTo(401);
            }
        }
        assertThat(withTicket(pair.a(), "t" + "A".repeat(43)).refusal().status())
                .isEqualTo(401);
        assertThat(withTicket(pair.a(), "rubbish").refusal().status()).isEqualTo(401);
        assertThat(logsOf(pair)).noneMatch(line -> line.contains(ticket));
    }

    @Test
    void ticketIsWorthNoMoreThanItsToken() throws Exception {
        String jti = UUID.randomUUID().toString();
        String token = pair.tokens().sign(pair.tokens().claims(user).jwtID(jti).build());
        String ticket = json(post(pair.a(), "/api/tickets", "", token)).getString("ticket");
        post(pair.a(), "/api/revocations", "{\"jti\":\"" + jti + "\"}", admin);
        Await.await(ONE_SECOND, () -> status(pair.b(), "/api/connections", token) == 401, () -> "still accepted");
        assertThat(withTicket(pair.b(), ticket).refusal().status()).isEqualTo(401);
        assertProblem(post(pair.a(), "/api/tickets", "", token), 401);
    }

    /** Every ticket lies in the broker for 30 s: one user must not fill it. */
    @Test
    void ticketsWithoutEndAreRefusedForAWhile() throws Exception {
        String token = pair.tokens().of(user);
        HttpResponse<String> answer = post(pair.a(), "/api/tickets", "", token);
        for (int i = 0; i < 200 && answer.statusCode() == 201; i++) {
            answer = post(pair.a(), "/api/tickets", "", token);
        }
        assertProblem(answer, 429);
        assertThat(answer.headers().firstValue("Retry-After"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
        assertThat(post(pair.a(), "/api/tickets", "", pair.tokens().of(user + "-2"))
                        .statusCode())
                .isEqualTo(201);
    }

    private static Handshake withTicket(Node node, String ticket) {
        return Handshake.to(URI.create(node.ws() + "?ticket=" + ticket))
                .origin("http://127.0.0.1:" + node.ws().getPort());
    }

    /** Everything that both instances have written. */
    private static List<String> logsOf(NodePair pair) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(pair.control().folder())) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines;
    }

    @Test
    void theApiIsForAdministratorsWithAToken() throws Exception {
        String plain = pair.tokens().of(user);
        assertProblem(call("GET", pair.a(), "/api/revocations", plain), 403);
        assertProblem(call("DELETE", pair.a(), "/api/connections?user=x", plain), 403);
        assertProblem(call("GET", pair.a(), "/api/revocations", "rubbish"), 401);
        assertProblem(call("GET", pair.a(), "/api/no/such/call", "rubbish"), 401);
        assertProblem(call("GET", pair.a(), "/api/revocations?access_token=" + admin, admin), 401);
        assertProblem(call("GET", pair.a(), "/api/no/such/call", admin), 404);
        assertProblem(call("PUT", pair.a(), "/api/revocations", admin), 405);
        assertProblem(post(pair.a(), "/api/revocations", "{}", admin), 400);
        assertProblem(post(pair.a(), "/api/revocations", "[1]", admin), 400);
        assertProblem(post(pair.a(), "/api/revocations", "{\"sub\":\"bob\",\"issuedBefore\":1}", admin), 400);
        assertProblem(post(pair.a(), "/api/revocations", "{\"jti\":\"" + "x".repeat(9_000) + "\"}", admin), 400);
        assertProblem(call("DELETE", pair.a(), "/api/revocations/none", admin), 404);
        assertProblem(call("DELETE", pair.a(), "/api/connections", admin), 400);
        HttpResponse<String> without = http.send(
                HttpRequest.newBuilder(pair.a().http("/api/revocations")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertProblem(without, 401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    private int status(Node node, String path, String token) {
        try {
            return call("GET", node, path, token).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(json(answer).getInt("status")).isEqualTo(status);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    private HttpResponse<String> post(Node node, String path, String body, String token)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(node.http(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, Node node, String path, String token)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(node.http(path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readObject();
    }
}
