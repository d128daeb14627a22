package org.tidings.testkit.frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server makes of each trick, a line for each: a text file under review. Where that is not what RFC 6455 demands,
 * the line says so. Where a server decides by how the bytes fell into segments, the reviewed line names each outcome, with
 * slashes between them. Confined to one thread.
 */
public final class OutcomeSheet {
    /** With this system property the files are written instead of compared. */
    private static final String RENEW = "tidings.test.renew";

    private static final int SECTION = 0;
    private static final int OUTCOME = 1;
    private static final int NAME = 2;

    private final List<String> lines = new ArrayList<>();

    /** Where several outcomes are allowed, which of them it was is left to the network. */
    public void add(Trick trick, String outcome) {
        String demanded = String.join("/", trick.demanded().stream().sorted().toList());
        boolean good = trick.demanded().contains(outcome);
        lines.add("%-6s  %-14s  %s%s"
                .formatted(
                        "§" + trick.section(),
                        good ? demanded : outcome,
                        trick.name(),
                        good ? "" : "   DEVIATES from " + demanded));
    }

    /** Fails with every line that differs. */
    public void assertEquals(Path reviewed) throws IOException {
        if (Boolean.getBoolean(RENEW)) {
            Files.createDirectories(reviewed.getParent());
            Files.write(reviewed, lines);
            return;
        }
        List<String> expected = Files.readAllLines(reviewed);
        List<String> seen = lines.stream().map(line -> reviewed(line, expected)).toList();
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(seen);
        List<String> unexpected = new ArrayList<>(seen);
        unexpected.removeAll(expected);
        if (!missing.isEmpty() || !unexpected.isEmpty() || !expected.equals(seen)) {
            throw new AssertionError(
                    "not as in " + reviewed + " (renew it with -D" + RENEW + "=true, then read the difference):\n- "
                            + String.join("\n- ", missing) + "\n+ " + String.join("\n+ ", unexpected));
        }
    }

    /** The reviewed line that names this outcome among several; the line itself where there is none. */
    private static String reviewed(String line, List<String> expected) {
        String[] seen = columns(line);
        return expected.stream()
                .filter(each -> {
                    String[] allowed = columns(each);
                    List<String> outcomes = List.of(allowed[OUTCOME].split("/"));
                    return allowed[SECTION].equals(seen[SECTION])
                            && allowed[NAME].equals(seen[NAME])
                            && outcomes.size() > 1
                            && outcomes.contains(seen[OUTCOME]);
                })
                .findFirst()
                .orElse(line);
    }

    private static String[] columns(String line) {
        return line.strip().split(" {2,}");
    }
}
