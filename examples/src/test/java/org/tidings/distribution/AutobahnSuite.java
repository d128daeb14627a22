package org.tidings.distribution;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tidings.testkit.Command;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.NodeControl;

/** Autobahn's fuzzing client, in a process of its own: Python 2 on Jython, from the archives that the build has put aside. */
final class AutobahnSuite {
    private static final Path ARCHIVES = Path.of("target", "autobahn");
    private static final Path SCRIPT = Path.of("src", "test", "resources", "autobahn", "fuzzing-client.py");
    private static final String AGENT = "tidings";

    /** What Jython reaches into. */
    private static final List<String> OPENED = List.of("java.lang", "java.util", "java.io", "sun.nio.ch");

    private AutobahnSuite() {}

    /**
     * Runs cases one after the other.
     *
     * @param token in the list of subprotocols, for the client can set no other header
     * @return a line for each case, in the order of their numbers: its number, how it went, how its connection was closed
     */
    static List<String> run(NodeControl control, URI server, String token, List<String> cases, Duration patience)
            throws IOException {
        Path reports = control.folder().resolve("autobahn");
        Path specification = control.folder().resolve("autobahn.json");
        Files.writeString(
                specification, specification(server, token, cases, reports).toString());
        Command client = control.process("autobahn", command(specification));
        client.launch();
        client.awaitExit(patience);
        return results(reports.resolve("index.json"));
    }

    private static List<String> command(Path specification) throws IOException {
        List<String> command = new ArrayList<>(List.of(Distribution.tool("java"), "-Xmx1g"));
        OPENED.forEach(name -> command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED")));
        try (Stream<Path> archives = Files.list(ARCHIVES)) {
            String[] classPath =
                    archives.map(archive -> archive.toAbsolutePath().toString()).toArray(String[]::new);
            command.addAll(List.of("-cp", String.join(System.getProperty("path.separator"), classPath)));
        }
        command.addAll(List.of("org.python.util.jython", SCRIPT.toAbsolutePath().toString(), specification.toString()));
        return command;
    }

    private static JsonObject specification(URI server, String token, List<String> cases, Path reports) {
        JsonArrayBuilder numbers = Json.createArrayBuilder(cases);
        return Json.createObjectBuilder()
                .add("outdir", reports.toString())
                .add("options", Json.createObjectBuilder().add("version", 18).add("failByDrop", false))
                .add(
                        "servers",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("agent", AGENT)
                                        .add("url", server.toString())
                                        .add("origin", "http://" + server.getAuthority())
                                        .add(
                                                "protocols",
                                                Json.createArrayBuilder(
                                                        List.of("tidings.v1.json", "bearer." + token)))))
                .add("cases", numbers)
                .add("exclude-cases", Json.createArrayBuilder())
                .add("exclude-agent-cases", Json.createObjectBuilder())
                .build();
    }

    private static List<String> results(Path index) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(index))) {
            JsonObject results = reader.readObject().getJsonObject(AGENT);
            results.forEach((number, result) -> lines.put(
                    sortable(number),
                    "%-7s  %-13s  %s"
                            .formatted(
                                    number,
                                    result.asJsonObject().getString("behavior"),
                                    result.asJsonObject().getString("behaviorClose"))));
        }
        return List.copyOf(lines.values());
    }

    private static String sortable(String number) {
        StringBuilder sortable = new StringBuilder();
        for (String part : number.split("\\.")) {
            sortable.append("%03d.".formatted(Integer.parseInt(part)));
        }
        return sortable.toString();
    }
}
