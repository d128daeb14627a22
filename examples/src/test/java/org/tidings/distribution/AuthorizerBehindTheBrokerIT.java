package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** The example's application decides over the broker, for two instances: what it says holds, and while it is away nothing is allowed. */
@ExtendWith(NodesExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuthorizerBehindTheBrokerIT {
    private NodeControl control;
    private Node a;
    private Node b;
    private Command owners;

    @BeforeAll
    void start(NodeControl nodes) throws IOException {
        control = nodes;
        Path rules = nodes.folder().resolve("rules.json");
        Files.writeString(
                rules,
                "{\"rules\": [{\"allow\": [\"subscribe\", \"publish\"], \"namespaces\": \"chat\", \"to\": \"everyone\"}]}");
        a = nodes.embedded("a");
        b = nodes.attached("b", a.brokerUrl());
        for (Node node : List.of(a, b)) {
            node.setting("tidings.config", rules.toString());
            node.setting("tidings.authorizer.address", "authorize");
            node.setting("tidings.authorizer.timeout-millis", "1000");
            node.setting("tidings.audit.enabled", "true");
            node.setting("tidings.audit.directory", trail(node).toString());
            node.start();
        }
        Files.writeString(nodes.folder().resolve("owners"), "7=alice\n8=bob\n");
        owners = application("first");
    }

    @Test
    @Order(1)
    void itsVerdictHoldsOnEveryInstance() {
        for (Node node : List.of(a, b)) {
            try (WireClient alice = connect(node, "alice", List.of());
                    WireClient courier = connect(node, "carl", List.of("couriers"))) {
                alice.subscribe("deliveries:7");
                WireEnvelope refused =
                        alice.request("subscribe").channel("deliveries:8").error("forbidden");
                alice.request("publish").channel("deliveries:7").payload("1").error("forbidden");
                courier.publish("deliveries:7", "\"at the door\"");
                assertThat(alice.events().take("message").payloadText()).isEqualTo("\"at the door\"");
                alice.subscribe("chat:all");
                alice.request("subscribe").channel("elsewhere").error("forbidden");

                String decision = refused.payload().getString("decision");
                Await.await(
                        () -> audit(node)
                                .anyMatch(line -> line.contains("\"decision\":\"" + decision + "\"")
                                        && line.contains("the application vetoes it: order 8 is somebody else's")
                                        && line.contains("\"question\":\"")),
                        "the audit says which question was answered so");
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
    void whileItIsAwayNothingNewIsAllowedAndNothingIsForbidden() throws Exception {
        try (WireClient alice = connect(b, "alice", List.of());
                WireClient courier = connect(b, "carl", List.of("couriers"))) {
            alice.subscribe("deliveries:7");
            courier.publish("deliveries:7", "1");
            owners.kill9();
            WireEnvelope undecided =
                    alice.request("subscribe").channel("deliveries:9").error("unavailable");
            assertThat(undecided.payload().getBoolean("temporary")).isTrue();
            assertThat(undecided.payload().getInt("retryAfterMs")).isPositive();
            assertThat(undecided.payload().getString("decision")).isNotBlank();
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
                    () -> alice.request("subscribe")
                            .channel("chat:back")
                            .answer()
                            .type()
                            .equals("reply"),
                    "it is asked again once it answers");
        }
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
                        control.folder().resolve("owners").toString()));
        program.start();
        Await.await(() -> program.lines().contains("answering"), "the application answers");
        return program;
    }

    private WireClient connect(Node node, String user, List<String> groups) {
        JWTClaimsSet.Builder claims = control.tokens().claims(user).claim("groups", groups);
        return node.connect(control.tokens().sign(claims.build()));
    }

    private static double questions(Node node) throws IOException {
        return node.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tidings_authorizer_questions_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Path trail(Node node) {
        return control.folder().resolve("audit-of-" + node.name());
    }

    private Stream<String> audit(Node node) {
        try (Stream<Path> files = Files.list(trail(node))) {
            return files.toList().stream().flatMap(AuthorizerBehindTheBrokerIT::lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
