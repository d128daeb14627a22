package org.tidings.client.cli;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.tidings.client.token.DevelopmentToken;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks an instance which rule decides about a token, an action and a channel. */
@Command(
        name = "explain",
        description =
                "Ask an instance which rule decides whether the bearer of a token may do something with a channel.",
        synopsisHeading = "Usage: ",
        customSynopsis = "tidings explain (--token-file FILE | --token T) --channel C [--action A] [--url URL]"
                + " [--admin-token-file FILE]",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  ./tidings token alice | ./tidings explain --token-file - --channel orders:bob:1 --action subscribe",
            "  ./tidings explain --token-file alice.jwt --channel news:today",
            "",
            "Exit codes: 0 allowed, 1 failure, 2 wrong usage, 3 denied."
        })
final class ExplainCommand implements Callable<Integer> {

    static final int DENIED = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ADMINISTRATORS = "tidings-admin";

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Explained explained;

    /** Whose rights are asked about. */
    private static final class Explained {
        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "The token to explain, in a file; - for standard input.")
        private Path file;

        @Option(
                names = "--token",
                paramLabel = "T",
                description = "The token itself. Every user of this machine can see it in the list of processes.")
        private String token;
    }

    @Option(names = "--channel", paramLabel = "C", required = true, description = "The channel.")
    private String channel;

    @Option(
            names = "--action",
            paramLabel = "A",
            defaultValue = "subscribe",
            description = "subscribe, publish, history or presence. Default: subscribe.")
    private String action;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080/tidings",
            description = "Address of an instance. Default: http://127.0.0.1:8080/tidings.")
    private URI url;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "The token to ask with, of a member of the group " + ADMINISTRATORS
                    + ". Default: the environment variable TIDINGS_TOKEN, else one made from the development keys.")
    private Path adminTokenFile;

    @Mixin
    private KeyOptions keys;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        String token = explained.token == null ? TokenFile.read(explained.file) : explained.token.strip();
        JsonObject answer = ask(Json.createObjectBuilder()
                .add("token", token)
                .add("action", action)
                .add("channel", channel)
                .build());
        PrintWriter out = spec.commandLine().getOut();
        boolean allowed = answer.getBoolean("allowed", false);
        out.println((allowed ? "allowed" : "denied") + ": " + action + " " + channel + " for "
                + answer.getString("user", "nobody"));
        out.println("because: " + answer.getString("because", "the server does not say"));
        if (answer.containsKey("considered")) {
            answer.getJsonArray("considered").getValuesAs(JsonObject.class).forEach(each -> out.println(line(each)));
        }
        out.flush();
        return allowed ? Main.SUCCESS : DENIED;
    }

    private static String line(JsonObject considered) {
        return "  " + considered.getString("rule")
                + (considered.containsKey("name") ? " \"" + considered.getString("name") + '"' : "")
                + (considered.containsKey("line") ? " in line " + considered.getInt("line") : "")
                + ", which would " + considered.getString("effect") + ", " + considered.getString("why");
    }

    private JsonObject ask(JsonObject question) throws CommandFailure, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/explain"))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + adminToken())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(question.toString()))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                JsonObject answer = reader.readObject();
                if (response.statusCode() != 200) {
                    throw new CommandFailure(response.statusCode() + " " + answer.getString("detail", "from " + url));
                }
                return answer;
            }
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(
                    spec.commandLine(), "--url is no http:// or https:// address: " + url, unusable);
        } catch (IOException unreachable) {
            throw new CommandFailure("no answer from " + url + ": " + unreachable, unreachable);
        } catch (JsonException foreign) {
            throw new CommandFailure(url + " does not answer as Tidings does", foreign);
        }
    }

    private String adminToken() throws CommandFailure {
        if (adminTokenFile != null) {
            return TokenFile.read(adminTokenFile);
        }
        String given = System.getenv("TIDINGS_TOKEN");
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        return new DevelopmentToken(
                        System.getProperty("user.name"), List.of(ADMINISTRATORS), PATIENCE.multipliedBy(6), null, null)
                .sign(keys.open(spec.commandLine().getErr()));
    }
}
