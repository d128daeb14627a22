package org.tidings.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.testkit.Command;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;

/** A page of commands that nobody has typed: these are run as they stand, and print what the page says. */
@EnabledIf(value = "curlInstalled", disabledReason = "curl is not installed: apt-get install curl")
@ExtendWith(NodesExtension.class)
class HttpPageRunsAsWrittenIT {

    private static final Path ROOT = Distribution.root();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final String PRINTS = "#>";

    /** Between the blocks in what all of them print. */
    private static final String BORDER = "-- the next block --";

    @TempDir
    private Path folder;

    static boolean curlInstalled() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "curl")));
    }

    @Test
    void everyCommandPrintsWhatThePageSays(NodePair pair) throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/http.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(8);
        // Channels of this run alone, on an instance that listens elsewhere and has keys of its own.
        String orders = pair.freshChannel().replace("it:", "it-");
        String script = blocks.stream()
                .collect(Collectors.joining("echo '" + BORDER + "'\n"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + pair.a().port())
                .replace(
                        "./tidings token",
                        ROOT.resolve("tidings") + " token --keys "
                                + pair.control().keys())
                .replace("orders:", orders + ":");
        Path file = Files.writeString(folder.resolve("page.sh"), "cd " + folder + "\n" + script);
        Command page = pair.control().process("http-page", List.of("bash", "-euo", "pipefail", file.toString()));
        page.start();
        assertThat(page.awaitExit(Duration.ofMinutes(1))).as(page::lastWords).isZero();
        String printed = String.join("\n", page.lines()).replace(orders + ":", "orders:");
        String[] ofBlocks = printed.split(BORDER, -1);
        assertThat(ofBlocks).hasSameSizeAs(blocks);
        for (int i = 0; i < ofBlocks.length; i++) {
            assertPrints(ofBlocks[i], blocks.get(i));
        }
    }

    /** The lines that the page shows stand in what was printed, in their order; others may stand between them. */
    private static void assertPrints(String printed, String block) {
        List<String> lines = printed.lines().map(String::strip).toList();
        List<String> expected = new ArrayList<>();
        for (String line : block.split("\n")) {
            if (line.startsWith(PRINTS)) {
                expected.add(line.substring(PRINTS.length()).strip());
            }
        }
        int at = 0;
        for (String line : expected) {
            Matcher matcher = Pattern.compile(
                            Stream.of(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                    .matcher("");
            int from = at;
            while (at < lines.size() && !matches(matcher, lines.get(at), line)) {
                at++;
            }
            assertThat(at)
                    .as("%s%nis not printed behind line %d of%n%s", line, from, printed)
                    .isLessThan(lines.size());
            at++;
        }
    }

    /** A line whose end the page leaves out is one that begins so. */
    private static boolean matches(Matcher matcher, String printed, String shown) {
        matcher.reset(printed);
        return shown.isEmpty() ? printed.isEmpty() : matcher.lookingAt();
    }
}
