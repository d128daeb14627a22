package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;

/** To wake a thread of the pool for each frame cost as much as to read it. Nothing else would tell that it happens again. */
@ExtendWith(NodesExtension.class)
class FramesPassThePoolByIT {
    private static final int TIMES = 100;
    private static final String WAKINGS = "voluntary_ctxt_switches:";

    @Test
    void requestsDoNot(NodePair pair) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")));
        Node node = pair.a();
        try (WireClient client = node.connect(pair.tokens().of("alice"))) {
            String channel = pair.freshChannel();
            client.publish(channel, "0");
            long before = poolWakings(node);
            for (int i = 0; i < TIMES; i++) {
                client.publish(channel, "1");
            }
            assertThat(poolWakings(node) - before).as("for frames").isLessThan(TIMES / 2);
        }
        long before = poolWakings(node);
        for (int i = 0; i < TIMES; i++) {
            assertThat(node.get("/health/live").statusCode()).isEqualTo(200);
        }
        assertThat(poolWakings(node) - before).as("for requests").isGreaterThanOrEqualTo(TIMES / 2);
    }

    /** How often threads of the server's pool have slept. */
    private static long poolWakings(Node node) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + node.pid() + "/task"))) {
            return tasks.mapToLong(FramesPassThePoolByIT::wakings).sum();
        }
    }

    private static long wakings(Path task) {
        try {
            if (!Files.readString(task.resolve("comm")).startsWith("http-thread-poo")) {
                return 0;
            }
            return Files.readAllLines(task.resolve("status")).stream()
                    .filter(line -> line.startsWith(WAKINGS))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(WAKINGS.length()).strip()))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
