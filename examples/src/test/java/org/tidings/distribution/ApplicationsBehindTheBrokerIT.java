package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.examples.OrderOwners;
import org.tidings.testkit.Await;
import org.tidings.testkit.Command;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.HttpAnswer;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * For two instances one application decides over the broker, the example's: what it says holds, and while it is away nothing is
 * allowed. Another one fetches the audit, in which everything that was refused is found, and nothing that is secret.
 */
@ExtendWith(NodesExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApplicationsBehindTheBrokerIT {
    private static final String RULES =
            """
            {"rules": [
              {"allow": ["subscribe", "publish"], "namespaces": "chat", "to": "everyone"},
              {"deny": "publish", "channels": "chat:closed", "to": "everyone"},
              {"deny": "history", "namespaces": "chat", "to": "everyone"}
            ]}
            """;
    private static final String PAYLOAD = "\"a payload that nobody else may keep\"";

    private static final String PASSWORD = "battery-staple-horse";

    private final HttpClient http = HttpClient.newHttpClient();
    /** What must stand in no audit. */
    private final List<String> secrets = new ArrayList<>();

    private NodeControl control;
    private Node a;
    private Node b;
    private Path rules;
    private Command owners;
    private FetchedAudit audit;

    @BeforeAll
    void start(NodeControl nodes) throws Exception {
        control = nodes;
        rules = Files.writeString(nodes.folder().resolve("rules.json"), RULES);
        a = nodes.embedded("a");
        b = nodes.attached("b", a.brokerUrl());
        for (Node node : List.of(a, b)) {
            node.setting("tidings.config", rules.toString());
            node.setting("tidings.authorizer.address", "authorize");
            node.setting("tidings.authorizer.timeout-millis", "1000");
            node.setting("tidings.audit.enabled", "true");
            node.setting("tidings.audit.publishes", "true");
            node.setting("tidings.audit.digests", "true");
            node.setting("tidings.audit.address", "audit");
        }
        a.setting("tidings.audit.directory", trail().toString());
        b.setting("tidings.audit.directory", "");
        addUser("owners", "authorizer");
        addUser("archive", "auditor");
        a.start();
        b.start();
        audit = new FetchedAudit(a.brokerUrl() + as("archive"));
        Files.writeString(nodes.folder().resolve("owners"), "7=alice\n8=bob\n");
        owners = application("first");
    }

    @AfterAll
    void close() {
        audit.close();
    }

    @Test
    @Order(1)
    void verdictHoldsOnEveryInstance() {
        for (Node node : List.of(a, b)) {
            try (WireClient alice = connect(node, "alice", List.of());
                    WireClient courier = connect(node, "carl", List.of("couriers"))) {
                alice.subscribe("deliveries:7");
                WireEnvelope refused =
                        alice.request("subscribe").channel("deliveries:8").error("forbidden");
                alice.request("publish").channel("deliveries:7").payload("1").error("forbidden");
                courier.publish("deliveries:7", PAYLOAD);
                assertThat(alice.events().take("message").payloadText()).isEqualTo(PAYLOAD);
                alice.subscribe("chat:all");
                alice.request("subscribe").channel("elsewhere").error("forbidden");
                alice.request("unsubscribe").channel("chat:all").reply();

                assertThat(audit.awaitLine(
                                "\"event\":\"subscribed\"", "deliveries:7", "\"instance\":\"" + node.name() + "\""))
                        .contains("allowed by the application");
                assertThat(audit.awaitDecision(refused))
                        .contains("the application vetoes it: order 8 is somebody else's", "\"question\":\"")
                        .contains("\"instance\":\"" + node.name() + "\"");
            }
        }
    }

    @Test
    @Order(2)
    void manyOfOneUserAskOnce() throws IOException {
        double before = questions(a);
        try (WireClient first = connect(a, "bob", List.of());
                WireClient second = connect(a, "bob", List.of());
                WireClient third = connect(a, "bob", List.of())) {
            for (WireClient each : List.of(first, second, third)) {
                each.subscribe("deliveries:8");
            }
        }
        assertThat(questions(a) - before)
                .as("one for each of the rights to the present and to the past")
                .isEqualTo(2);
    }

    @Test
    @Order(3)
    void everyForbiddenIsFoundInTheAudit() throws Exception {
        List<String> told = new ArrayList<>();
        try (WireClient alice = connect(b, "alice", List.of());
                WireClient mallory = connect(b, "mallory", List.of())) {
            alice.subscribe("chat:7");
            told.add(decision(alice.request("publish")
                    .channel("chat:closed")
                    .payload(PAYLOAD)
                    .error("forbidden")));
            told.add(decision(alice.request("history").channel("chat:7").error("forbidden")));
            told.add(decision(alice.request("subscribe")
                    .channel("chat:8")
                    .payload("{\"last\":1}")
                    .error("forbidden")));
            String bobs = token("bob", List.of());
            told.add(decision(mallory.request("authenticate")
                    .payload("{\"token\":\"" + bobs + "\"}")
                    .error("forbidden")));
            assertThat(mallory.awaitClose().code()).isEqualTo(4003);
            alice.request("authenticate")
                    .payload("{\"token\":\"" + token("alice", List.of()) + "\"}")
                    .reply();

            told.add(member(call("GET", b, "/api/connections", token("alice", List.of())), 403, "decision"));
            HttpAnswer foreign = Handshake.to(b.ws())
                    .origin("https://evil.example")
                    .bearer(token("alice", List.of()))
                    .refusal();
            assertThat(foreign.status()).isEqualTo(403);
            told.add(json(foreign.body()).getString("decision"));

            Files.writeString(
                    rules, RULES.replace("\"chat\", \"to\": \"everyone\"},", "\"talk\", \"to\": \"everyone\"},"));
            WireEnvelope withdrawn = alice.events().take("unsubscribed");
            told.add(withdrawn.payload().getString("decision"));
            // Each instance looks once a second: one that has not yet, and finds the former rules, has seen no change
            // at all.
            awaitChangesOfRules(1);
            Files.writeString(rules, RULES);
            // What the application said is forgotten with each change.
            awaitChangesOfRules(2);
        }
        assertThat(told).doesNotHaveDuplicates().allSatisfy(each -> audit.awaitLine("\"decision\":\"" + each + "\""));
    }

    private void awaitChangesOfRules(int count) {
        for (Node node : List.of(a, b)) {
            audit.awaitLines(count, "\"event\":\"rules-changed\"", "\"instance\":\"" + node.name() + "\"");
        }
    }

    @Test
    @Order(4)
    void whatAdministratorsDirectIsTakenDownWithTheirNameAndWhatCameOfIt() throws Exception {
        String admin = token("root", List.of("tidings-admin"));
        try (WireClient dave = connect(a, "dave", List.of())) {
            String revocation = member(post(b, "/api/revocations", "{\"subject\":\"dave\"}", admin), 201, "id");
            assertThat(dave.awaitClose().code()).isEqualTo(4001);
            assertThat(audit.awaitLine("\"event\":\"directed\"", revocation))
                    .contains("\"instance\":\"b\"", "\"by\":\"root\"", "\"does\":\"revoke\"", "\"subject\":\"dave\"");
            assertThat(audit.awaitLine("\"event\":\"obeyed\"", revocation, "\"instance\":\"a\""))
                    .contains("\"connections\":1");
            assertThat(audit.awaitLine("\"event\":\"disconnected\"", "revocation " + revocation))
                    .contains("\"user\":\"dave\"", "\"code\":\"4001\"");
            assertThat(call("DELETE", b, "/api/revocations/" + revocation, admin)
                            .statusCode())
                    .isEqualTo(204);
            audit.awaitLine("\"event\":\"directed\"", "\"does\":\"pardon\"", revocation);
        }
    }

    @Test
    @Order(5)
    void whileTheApplicationIsAwayNothingNewIsAllowedAndNothingIsForbidden() throws Exception {
        try (WireClient alice = connect(b, "alice", List.of());
                WireClient courier = connect(b, "carl", List.of("couriers"))) {
            alice.subscribe("deliveries:7");
            courier.publish("deliveries:7", "1");
            owners.kill9();
            WireEnvelope undecided =
                    alice.request("subscribe").channel("deliveries:9").error("unavailable");
            assertThat(undecided.payload().getBoolean("temporary")).isTrue();
            assertThat(undecided.payload().getInt("retryAfterMs")).isPositive();
            audit.awaitDecision(undecided);
            courier.publish("deliveries:7", "2");
            assertThat(alice.events().take("message").payloadText()).isEqualTo("1");
            assertThat(alice.events().take("message").payloadText())
                    .as("what it said before still holds")
                    .isEqualTo("2");
            for (int i = 0; i < 6; i++) {
                alice.request("publish").channel("chat:" + i).payload("1").error("unavailable");
            }
            assertThat(b.get("/metrics").body()).contains("tidings_authorizer_circuit_open 1");

            owners = application("second");
            Await.await(
                    () -> alice.request("publish")
                            .channel("chat:back")
                            .payload("1")
                            .answer()
                            .type()
                            .equals("reply"),
                    "it is asked again once it answers");
        }
    }

    @Test
    @Order(6)
    void fetchedAuditOfAWholeRunIsWholeAndHoldsNothingSecret() throws Exception {
        String token = token("alice", List.of());
        String ticket = member(post(a, "/api/tickets", "", token), 201, "ticket");
        secrets.add(ticket);
        String origin = "http://127.0.0.1:" + a.port();
        Handshake.to(URI.create(a.ws() + "?ticket=" + ticket))
                .origin(origin)
                .open()
                .close();
        assertThat(Handshake.to(URI.create(a.ws() + "?ticket=" + ticket))
                        .origin(origin)
                        .refusal()
                        .status())
                .isEqualTo(401);
        assertThat(Handshake.to(URI.create(a.ws() + "?token=" + token))
                        .refusal()
                        .status())
                .isEqualTo(401);
        b.terminate();
        audit.awaitLine("\"event\":\"ended\"", "\"instance\":\"b\"");

        List<String> fetched = audit.lines();
        Stream.of(
                        "begun",
                        "admitted",
                        "handshake-refused",
                        "call-refused",
                        "connected",
                        "disconnected",
                        "renewed",
                        "renewal-refused",
                        "subscribed",
                        "unsubscribed",
                        "refused",
                        "withdrawn",
                        "published",
                        "directed",
                        "obeyed",
                        "rules-changed",
                        "ended")
                .forEach(event -> assertThat(fetched).anyMatch(line -> line.contains("\"event\":\"" + event + "\"")));
        assertThat(fetched).anyMatch(line -> line.contains("\"digest\":\"sha256:"));
        assertHoldsNoSecret(fetched);
        assertHoldsNoSecret(
                filesOfA().flatMap(ApplicationsBehindTheBrokerIT::lines).toList());

        Path file = Files.write(control.folder().resolve("fetched.ndjson"), fetched);
        Command whole = verify("whole", file);
        assertThat(whole.awaitExit(Duration.ofMinutes(1))).as(whole::errors).isZero();
        assertThat(whole.lines()).anyMatch(line -> line.contains(" of b: records 1 to "));
        List<String> cut = new ArrayList<>(fetched);
        cut.removeIf(line -> line.contains("\"event\":\"directed\""));
        Command broken = verify("broken", Files.write(control.folder().resolve("cut.ndjson"), cut));
        assertThat(broken.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
        assertThat(broken.errors()).contains("missing before this line");
    }

    private void assertHoldsNoSecret(List<String> lines) {
        assertThat(secrets).hasSizeGreaterThan(10);
        for (String secret : secrets) {
            String signature = secret.substring(secret.lastIndexOf('.') + 1);
            assertThat(lines).noneMatch(line -> line.contains(secret) || line.contains(signature));
        }
        assertThat(lines).noneMatch(line -> line.contains("nobody else may keep"));
    }

    private Command verify(String name, Path file) {
        Command command = control.command("verify-" + name, "audit", "verify", file.toString());
        command.start();
        return command;
    }

    private void addUser(String name, String role) throws IOException {
        Path password = Files.writeString(control.folder().resolve(name + ".password"), PASSWORD + "\n");
        Command add = control.command(
                "add-" + name,
                "broker",
                "user",
                "add",
                name,
                "--role",
                role,
                "--password-file",
                password.toString(),
                "--keys",
                control.keys().toString());
        add.start();
        assertThat(add.awaitExit(Duration.ofMinutes(1))).as(add::errors).isZero();
    }

    private static String as(String user) {
        return "?user=" + user + "&password=" + PASSWORD;
    }

    private Command application(String name) {
        Command program = control.process(
                name,
                List.of(
                        Distribution.tool("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrderOwners.class.getName(),
                        a.brokerUrl(),
                        "owners",
                        control.folder().resolve("owners.password").toString(),
                        control.folder().resolve("owners").toString()));
        program.start();
        Await.await(() -> program.lines().contains("answering"), "the application answers");
        return program;
    }

    private WireClient connect(Node node, String user, List<String> groups) {
        return node.connect(token(user, groups));
    }

    private String token(String user, List<String> groups) {
        JWTClaimsSet.Builder claims = control.tokens().claims(user).claim("groups", groups);
        String token = control.tokens().sign(claims.build());
        secrets.add(token);
        return token;
    }

    private HttpResponse<String> post(Node node, String path, String body, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(node.http(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, Node node, String path, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(node.http(path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String member(HttpResponse<String> answer, int status, String name) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer.body()).getString(name);
    }

    private static JsonObject json(String body) {
        return Json.createReader(new StringReader(body)).readObject();
    }

    private static String decision(WireEnvelope error) {
        return error.payload().getString("decision");
    }

    private static double questions(Node node) throws IOException {
        return node.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tidings_authorizer_questions_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Path trail() {
        return control.folder().resolve("audit-of-a");
    }

    private Stream<Path> filesOfA() throws IOException {
        try (Stream<Path> files = Files.list(trail())) {
            return files.toList().stream();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
