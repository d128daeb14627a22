package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Command;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;

/**
 * A start that says ready and is not, that prints what does not work, or fails in a page of text; an end that takes long,
 * or leaves something behind.
 */
@ExtendWith(NodesExtension.class)
class StartAndStopIT {
    private static final Duration START = Duration.ofSeconds(120);
    private static final int CLIENTS = 100;

    @Test
    void whatIsPrintedWhenReadyWorks(NodeControl control) throws IOException {
        Path data = control.folder().resolve("the data");
        Command serve = serve(control, "first", "--broker-port", "0", "--data", data.toString());
        ReadyLines first = ReadyLines.of(serve);

        assertThat(serve.errors()).hasLineCount(1).contains("warning", "every channel is open");
        for (String page : List.of("Console", "Health", "Metrics")) {
            assertThat(status(first.uri(page))).as(page).isEqualTo(HttpURLConnection.HTTP_OK);
        }
        assertThat(first.path("Data")).isEqualTo(data);
        assertThat(first.path("Log")).isNotEmptyFile();

        Command token = control.command("token", "token", "alice", "--keys", first.value("Keys"));
        token.start();
        assertThat(token.awaitExit(START)).isZero();
        WireClient.connect(first.uri("WebSocket"), token.lines().get(0)).close();

        assertThat(String.join("\n", serve.lines()))
                .as("no token where it is not a terminal")
                .doesNotContain("token=", "eyJ");
        String console = first.value("Console");
        Handshake.to(first.uri("WebSocket"))
                .origin(console.substring(0, console.indexOf("/tidings/")))
                .subprotocols("tidings.v1.json", "bearer." + token.lines().get(0))
                .open()
                .close();

        // A second instance in the same directory, at the broker that the first one prints, trusting the same keys.
        String broker = first.value("Broker").replace(" (embedded)", "");
        Command attached = serve(control, "second", "--broker", broker, "--data", data.toString());
        WireClient.connect(
                        ReadyLines.of(attached).uri("WebSocket"), token.lines().get(0))
                .close();

        assertThat(attached.terminate()).isIn(0, 143);
        assertThat(serve.terminate()).isIn(0, 143);
        assertThat(serve.errors()).as("nothing more to say").hasLineCount(1);
    }

    @Test
    void aPortInUseIsToldInOneLineAtOnce(NodeControl control) {
        Command broker = control.command("broker", "broker", "--port", "0", "--data", "brokers-data");
        broker.start();
        String url = ReadyLines.of(broker).value("Broker").split(" ")[0];
        String port = Integer.toString(URI.create(url).getPort());

        Command late = control.command("late", "serve", "--port", port, "--data", "its-data");
        late.start();

        assertThat(late.awaitExit(Duration.ofSeconds(20))).isEqualTo(1);
        assertThat(late.errors()).hasLineCount(1).contains(port, "--port");
        assertThat(late.lines()).isEmpty();
        assertThat(broker.terminate()).isIn(0, 143);
    }

    @Test
    void aSettingThatTheApplicationRefusesIsToldWithItsPlaceAndNothingElse(NodeControl control) throws IOException {
        Path config = control.folder().resolve("tidings.json");
        Files.writeString(config, "{\"shards\": \"many\"}");
        Command serve =
                serve(control, "refused", "--broker-port", "0", "--data", "data", "--config", config.toString());

        assertThat(serve.awaitExit(START)).isEqualTo(1);
        assertThat(serve.errors()).hasLineCount(2).contains("--config", config + ":1:2: shards", "many");
        assertThat(serve.lines()).isEmpty();
    }

    @Test
    void endsWithinTenSecondsHoweverManyListen(NodeControl control) {
        Node node = control.embedded("busy");
        node.start();
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            WireClient client = node.connect(control.tokens().of("user" + i));
            client.subscribe("it:all");
            clients.add(client);
        }

        long told = System.nanoTime();
        assertThat(node.terminate()).isIn(0, 143);

        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(10));
        for (WireClient client : clients) {
            assertThat(client.events().take("bye").payload().getInt("code")).isEqualTo(4202);
            assertThat(client.awaitClose().code()).isEqualTo(4202);
            client.close();
        }
    }

    @Test
    void aKilledServerLeavesNothingThatGrows(NodeControl control) throws IOException {
        Node node = control.embedded("killed");
        Path data = control.folder().resolve("killed-data").resolve("instances");
        node.start();
        node.kill9();
        long once = size(data);
        node.start();
        node.kill9();

        assertThat(size(data)).isLessThan(once + once / 20);
    }

    private static Command serve(NodeControl control, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--instance", name));
        arguments.addAll(List.of(options));
        Command serve = control.command(name, arguments.toArray(String[]::new));
        serve.start();
        return serve;
    }

    private static int status(URI page) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .mapToLong(StartAndStopIT::fileSize)
                    .sum();
        }
    }

    private static long fileSize(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The block that a command prints when it is ready: a heading, then a label and a value on each line. */
    private record ReadyLines(List<String> lines) {

        static ReadyLines of(Command command) {
            await(START, () -> !command.running() || complete(command.lines()), () -> command.errors());
            assertThat(command.running()).as(command.errors()).isTrue();
            return new ReadyLines(command.lines());
        }

        private static boolean complete(List<String> lines) {
            return lines.stream().anyMatch(line -> line.matches("  (Token|Journal) .*"));
        }

        String value(String label) {
            return lines.stream()
                    .filter(line -> line.startsWith("  " + label + " "))
                    .map(line -> line.substring(2 + label.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(label + " is missing in " + lines));
        }

        URI uri(String label) {
            return URI.create(value(label));
        }

        Path path(String label) {
            return Path.of(value(label));
        }
    }
}
