package org.tidings.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A mistake that is answered by a stack trace after a minute of booting. */
class MistakesAreAnsweredWithOneLineTest {
    private static final int FAILURE = 1;
    private static final int WRONG_USAGE = 2;

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void serveSaysThatItsPortIsTaken() throws IOException {
        try (ServerSocket taken = listener()) {
            int status = run("serve", "--port", port(taken), "--data", folder.toString());

            assertFailure(status, "127.0.0.1:" + taken.getLocalPort(), "in use", "--port");
        }
    }

    @Test
    void serveSaysThatTheBrokersPortIsTaken() throws IOException {
        try (ServerSocket taken = listener()) {
            int status = run("serve", "--port", "0", "--broker-port", port(taken), "--data", folder.toString());

            assertFailure(status, "127.0.0.1:" + taken.getLocalPort(), "in use", "--broker-port");
        }
    }

    @Test
    void brokerSaysThatItsPortIsTaken() throws IOException {
        try (ServerSocket taken = listener()) {
            int status = run("broker", "--port", port(taken), "--data", folder.toString());

            assertFailure(status, "127.0.0.1:" + taken.getLocalPort(), "in use", "--port");
        }
    }

    @Test
    void serveSaysThatTheBrokerDoesNotAnswer() throws IOException {
        ServerSocket closed = listener();
        closed.close();
        String url = "tcp://127.0.0.1:" + closed.getLocalPort();

        assertFailure(serve("--broker", url), url, "./tidings broker", "--broker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:61616",
                "http://localhost:61616",
                "tcp://localhost",
                "tcp://localhost:99999",
                "(tcp://a:1"
            })
    void serveSaysThatTheBrokersUrlIsNone(String url) {
        assertFailure(serve("--broker", url), url, "tcp://HOST:PORT");
    }

    @Test
    void serveSaysThatItCannotWriteToTheDataDirectory() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertFailure(
                run(
                        "serve",
                        "--port",
                        "0",
                        "--broker-port",
                        "0",
                        "--data",
                        file.resolve("data").toString()),
                file.toString(),
                "--data");
    }

    @Test
    void serveSaysThatItCannotReadTheConfiguration() {
        assertFailure(serve("--config", folder.resolve("absent.json").toString()), "absent.json", "readable file");
    }

    @Test
    void serveSaysWhatIsWrongWithTheConfigurationOneLineForEachMistake() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), "{\"shrads\": 4,\n \"max-subscriptions\": 0}");

        assertThat(serve("--config", file.toString())).isEqualTo(FAILURE);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("the configuration cannot be used", "--config"),
                        second -> assertThat(second)
                                .startsWith(file + ":1:2: shrads: ")
                                .contains("did you mean \"shards\"?"),
                        third -> assertThat(third).startsWith(file + ":2:2: max-subscriptions: \"0\" is not allowed"));
    }

    @Test
    void checkSaysTheSameWithoutStartingAnything() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), "{\"rules\": [{\"alow\": \"publish\"}]}");

        assertThat(run("config", "check", file.toString())).isEqualTo(FAILURE);
        assertThat(err.toString().lines())
                .allMatch(line -> line.startsWith(file + ":1:"))
                .anyMatch(line -> line.endsWith("did you mean \"allow\"?"));
    }

    @Test
    void checkFindsNothingWrongWithAGoodFile() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), "{\"channels\": \"open\"}");

        assertThat(run("config", "check", file.toString())).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void serveSaysThatTheFolderHoldsNoKeys() throws IOException {
        Files.writeString(folder.resolve("development-private.jwk"), "no key");

        assertFailure(serve(), "development-private.jwk", "--keys");
    }

    @Test
    void serveSaysThatTheAddressIsNotOfThisMachine() {
        // TEST-NET-1 (RFC 5737): no machine has it.
        assertFailure(serve("--bind", "192.0.2.1"), "192.0.2.1", "--bind");
    }

    @Test
    void serveSaysThatTheInstancesNameIsNone() {
        assertFailure(serve("--instance", "../elsewhere"), "../elsewhere", "--instance");
    }

    @Test
    void serveSaysThatTheInstanceRunsAlready() throws StartFailure {
        DataDirectory running = DataDirectory.open(folder);
        running.claimInstance("one");

        assertFailure(serve("--instance", "one"), "an instance named one", "--instance");
    }

    @Test
    void brokerSaysThatAnotherOneUsesItsJournal() throws StartFailure {
        DataDirectory running = DataDirectory.open(folder);
        running.claimJournal();

        assertFailure(
                run("broker", "--port", "0", "--data", folder.toString()),
                folder.resolve("journal").toString(),
                "--data");
    }

    @Test
    void brokerSaysThatItsConfigurationIsNotThere() {
        Path none = folder.resolve("none.json");
        assertFailure(
                run("broker", "--port", "0", "--data", folder.toString(), "--config", none.toString()),
                none.toString(),
                "name a readable file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serv",
                "serve --prot 8080",
                "serve --port many",
                "serve --port",
                "broker extra",
                "config",
                "config chek f"
            })
    void wrongUsageIsToldFromFailure(String line) {
        int status = run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(status).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).hasLineCount(1).contains("--help");
    }

    private int serve(String... options) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--broker-port", "0"));
        arguments.addAll(List.of("--data", folder.toString()));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private void assertFailure(int status, String... says) {
        assertThat(status).isEqualTo(FAILURE);
        assertThat(err.toString()).hasLineCount(1).contains(says);
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static String port(ServerSocket socket) {
        return Integer.toString(socket.getLocalPort());
    }
}
