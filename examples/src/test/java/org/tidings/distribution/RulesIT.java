package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.Command;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** The example of a configuration with rules, on two instances: what it says holds, and a change holds at once, for everybody. */
@ExtendWith(NodesExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesIT {

    private static final Path EXAMPLE = Distribution.root().resolve("examples/configuration/shop.json");

    private NodeControl control;
    private Node a;
    private Node b;
    private Path file;

    @BeforeAll
    void start(NodeControl nodes) throws IOException {
        control = nodes;
        file = Files.createDirectories(nodes.folder().resolve("configuration")).resolve("shop.json");
        Files.copy(EXAMPLE, file);
        a = nodes.embedded("a");
        b = nodes.attached("b", a.brokerUrl());
        for (Node node : List.of(a, b)) {
            node.setting("tidings.config", file.toString());
            node.setting("tidings.audit.enabled", "true");
            node.setting("tidings.audit.directory", trail(node).toString());
            node.setting("tidings.audit.publishes", "true");
        }
        a.start();
        b.start();
    }

    @BeforeEach
    void exampleHolds() throws IOException {
        change(Files.readString(EXAMPLE));
    }

    @Test
    void sayWhoMayDoWhatWithWhichChannel() {
        try (WireClient alice = connect(a, "alice", claims -> claims.claim("groups", List.of("red")));
                WireClient editor = connect(b, "eve", claims -> claims.claim("groups", List.of("editors")));
                WireClient machine = connect(
                        a, "m1", claims -> claims.claim("tidings", Map.of("publish", List.of("machines:m1"))))) {
            alice.subscribe("news:today");
            alice.request("publish").channel("news:today").payload("1").error("forbidden");
            editor.publish("news:today", "2");
            assertThat(alice.events().take("message").payloadText()).isEqualTo("2");
            editor.request("publish").channel("news:archive:1").payload("1").error("forbidden");

            alice.subscribe("orders:alice:1");
            alice.request("subscribe").channel("orders:bob:1").error("forbidden");
            alice.subscribe("rooms:red");
            alice.request("subscribe").channel("rooms:blue").error("forbidden");

            machine.publish("machines:m1", "3");
            machine.request("publish").channel("machines:m2").payload("3").error("forbidden");
            machine.request("publish").channel("elsewhere").payload("3").error("forbidden");
        }
    }

    @Test
    void keepThePastFromWhoMayOnlyHearThePresent() {
        try (WireClient first = connect(a, "alice", claims -> claims.claim("groups", List.of("red")));
                WireClient second = connect(b, "bob", claims -> claims.claim("groups", List.of("red")))) {
            WireEnvelope secret = first.publish("rooms:red", "\"before bob\"");
            second.request("history").channel("rooms:red").error("forbidden");
            second.request("subscribe")
                    .channel("rooms:red")
                    .payload("{\"last\":5}")
                    .error("forbidden");
            WireEnvelope reply = second.subscribe("rooms:red", secret.epoch(), secret.seq() - 1);
            assertThat(reply.payload().getBoolean("recovered")).isFalse();
            assertThat(reply.payload().getJsonObject("gap").getString("reason")).isEqualTo("forbidden");
            assertThat(reply.payload().getInt("count")).isZero();
            first.publish("rooms:red", "\"after\"");
            assertThat(second.events().take("message").payloadText()).isEqualTo("\"after\"");
            second.assertExhausted();
        }
    }

    @Test
    void endSubscriptionsWhoseRuleIsGoneWithoutEndingConnections() throws IOException {
        try (WireClient onA = connect(a, "alice", claims -> claims.claim("groups", List.of("editors")));
                WireClient onB = connect(b, "bob", claims -> {})) {
            onA.subscribe("news:today");
            onA.subscribe("orders:alice:1");
            onB.subscribe("news:today");
            onA.publish("news:today", "1");
            onA.events().take("message");
            onB.events().take("message");

            change(Files.readString(EXAMPLE).replace("\"news\"", "\"newspaper\""));

            for (WireClient client : List.of(onA, onB)) {
                WireEnvelope ended = client.events().take("unsubscribed");
                assertThat(ended.channel()).isEqualTo("news:today");
                assertThat(ended.payload().getString("code")).isEqualTo("forbidden");
                assertThat(ended.payload().getBoolean("resubscribe")).isFalse();
                assertThat(ended.payload().getString("decision")).isNotBlank();
            }
            WireEnvelope refused =
                    onA.request("publish").channel("news:today").payload("2").error("forbidden");
            assertThat(refused.payload().getString("decision")).isNotBlank();
            onA.request("unsubscribe").channel("orders:alice:1").reply();
            onA.assertExhausted();
            onB.assertExhausted();
        }
    }

    /** Rules and namespaces are two things: a right to a channel does not make it exist. */
    @Test
    void giveNoChannelsThatNoNamespaceHas() throws IOException {
        try (WireClient alice = connect(a, "alice", claims -> claims.claim("groups", List.of("editors")))) {
            alice.subscribe("news:today");
            alice.subscribe("orders:alice:1");

            change(Files.readString(EXAMPLE).replaceFirst("\\{", "{\"namespaces\": {\"news\": {}},"));

            WireEnvelope ended = alice.events().take("unsubscribed");
            assertThat(ended.channel()).isEqualTo("orders:alice:1");
            assertThat(ended.payload().getString("code")).isEqualTo("unknown-channel");
            alice.publish("news:today", "1");
            alice.events().take("message");
            alice.request("subscribe").channel("orders:alice:1").error("unknown-channel");
            alice.request("history").channel("orders:alice:1").error("unknown-channel");
            alice.request("subscribe").channel("orders:bob:1").error("forbidden");
            alice.assertExhausted();
        }
    }

    @Test
    void holdOnWhileTheNewFileHasMistakesAndSaySo() throws IOException {
        try (WireClient alice = connect(a, "alice", claims -> {})) {
            alice.subscribe("news:today");

            Files.writeString(
                    file, "{\"rules\": [{\"allow\": \"subscribe\", \"chanels\": \"*\", \"to\": \"everyone\"}]}");

            Await.await(() -> ready(a).contains("mistakes are in the log"), "the health check shows the mistake");
            assertThat(a.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(
                            a.hasLogged(
                                    file
                                            + ":1:35: rules[0].chanels: no part of a rule of the name \"chanels\"; did you mean \"channels\"?"))
                    .isTrue();
            assertThat(a.get("/metrics").body()).containsPattern("tidings_config_mistakes 2");
            alice.subscribe("news:tomorrow");

            Files.copy(EXAMPLE, file, StandardCopyOption.REPLACE_EXISTING);
            Await.await(() -> !ready(a).contains("mistakes"), "the health check is content again");
            alice.assertExhausted();
        }
    }

    @Test
    void areCheckedByACommand() throws IOException {
        Command good = control.command("check-good", "config", "check", EXAMPLE.toString());
        good.start();
        assertThat(good.awaitExit(Duration.ofMinutes(1))).as(good::lastWords).isZero();
        Path wrong = control.folder().resolve("wrong.json");
        Files.writeString(wrong, "{\n  \"rules\": [{\"alow\": \"publish\"}],\n  \"shrads\": 4\n}\n");
        Command bad = control.command("check-bad", "config", "check", wrong.toString());
        bad.start();
        assertThat(bad.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
        assertThat(bad.errors())
                .contains(
                        wrong + ":2:14: rules[0].alow: no part of a rule of the name \"alow\"; did you mean \"allow\"?")
                .contains(wrong + ":3:3: shrads: no setting of the name \"shrads\"; did you mean \"shards\"?");
    }

    @Test
    void areExplainedToWhomeverMayAsk() throws IOException {
        Path token = Files.writeString(
                control.folder().resolve("alice.jwt"), control.tokens().of("alice") + "\n");
        Command denied = explain(
                "denied", "--token-file", token.toString(), "--channel", "news:archive:1", "--action", "publish");
        denied.start();
        assertThat(denied.awaitExit(Duration.ofMinutes(1)))
                .as(denied::lastWords)
                .isEqualTo(3);
        assertThat(denied.lines())
                .startsWith(
                        "denied: publish news:archive:1 for alice",
                        "because: denied by rules[6] \"nobody writes to the archive\" in line 39")
                .contains("  rules[1] \"editors write them\" in line 9, which would allow, is not made to this caller");

        Command allowed = explain("allowed", "--token-file", "-", "--channel", "orders:alice:7")
                .reading(token);
        allowed.start();
        assertThat(allowed.awaitExit(Duration.ofMinutes(1)))
                .as(allowed::lastWords)
                .isZero();
        assertThat(allowed.lines())
                .contains("because: allowed by rules[2] \"customers follow their own orders\" in line 15");

        Path ended = Files.writeString(
                control.folder().resolve("ended.jwt"), control.tokens().ending("alice", Duration.ofHours(-1)));
        Command useless = explain("useless", "--token-file", ended.toString(), "--channel", "orders:alice:7");
        useless.start();
        assertThat(useless.awaitExit(Duration.ofMinutes(1))).isEqualTo(3);
        assertThat(useless.lines()).contains("because: the token is not accepted: expired");

        Command nobody = explain(
                "nobody", "--admin-token-file", token.toString(), "--token-file", token.toString(), "--channel", "x");
        nobody.start();
        assertThat(nobody.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
        assertThat(nobody.errors()).contains("403");
    }

    @Test
    void areFoundInTheAuditByTheDecisionThatTheClientWasTold() throws IOException {
        String token = control.tokens().of("alice");
        String decision;
        try (WireClient alice = b.connect(token)) {
            decision = alice.request("publish")
                    .channel("news:archive:1")
                    .payload("\"confidential\"")
                    .error("forbidden")
                    .payload()
                    .getString("decision");
            alice.subscribe("orders:alice:audited");
        }
        Await.await(
                () -> audited(b, "\"decision\":\"" + decision + "\"") && audited(b, "orders:alice:audited"),
                "what happened is taken down");
        assertThat(audit(b))
                .filteredOn(line -> line.contains("\"decision\":\"" + decision + "\""))
                .singleElement()
                .asString()
                .contains(
                        "\"event\":\"refused\"", "\"user\":\"alice\"", "\"channel\":\"news:archive:1\"", "in line 39");
        assertThat(audited(b, "\"event\":\"subscribed\"")).isTrue();
        assertThat(audit(b)).noneMatch(line -> line.contains(token) || line.contains("confidential"));

        b.kill9();
        b.start();
        Command whole = verify("whole");
        assertThat(whole.awaitExit(Duration.ofMinutes(1))).as(whole::errors).isZero();
        assertThat(whole.lines()).contains("whole");

        Path first = files(b).get(0);
        String before = Files.readString(first);
        Files.writeString(first, before.replaceFirst("news:archive:1", "news:archive:2"));
        Command changed = verify("changed");
        assertThat(changed.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
        assertThat(changed.errors()).contains("was changed");
    }

    private Command verify(String name) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("audit", "verify"));
        files(b).forEach(each -> arguments.add(each.toString()));
        Command command = control.command("verify-" + name, arguments.toArray(String[]::new));
        command.start();
        return command;
    }

    private Path trail(Node node) {
        return control.folder().resolve("audit-of-" + node.name());
    }

    private List<Path> files(Node node) throws IOException {
        try (Stream<Path> files = Files.list(trail(node))) {
            return files.sorted().toList();
        }
    }

    private List<String> audit(Node node) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path each : files(node)) {
            lines.addAll(Files.readAllLines(each));
        }
        return lines;
    }

    private boolean audited(Node node, String text) {
        try {
            return audit(node).stream().anyMatch(line -> line.contains(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Command explain(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "explain",
                "--url",
                a.http("").toString(),
                "--keys",
                control.keys().toString()));
        all.addAll(List.of(arguments));
        return control.command("explain-" + name, all.toArray(String[]::new));
    }

    private WireClient connect(Node node, String subject, Consumer<JWTClaimsSet.Builder> more) {
        JWTClaimsSet.Builder claims = control.tokens().claims(subject);
        more.accept(claims);
        return node.connect(control.tokens().sign(claims.build()));
    }

    /** Writes the file and waits until both instances go by it. */
    private void change(String json) throws IOException {
        if (!json.equals(Files.readString(file))) {
            double[] before = {applied(a), applied(b)};
            Files.writeString(file, json);
            Await.await(() -> applied(a) > before[0] && applied(b) > before[1], "both instances have the new rules");
        }
    }

    private static double applied(Node node) {
        try {
            return node.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("tidings_config_reloads_total{outcome=\"applied\"}"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ready(Node node) {
        try {
            return node.get("/health/ready").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
