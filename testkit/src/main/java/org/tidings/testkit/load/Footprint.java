package org.tidings.testkit.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tidings.testkit.Node;

/**
 * What an instance holds, as the system sees it and it itself says.
 *
 * @param sessions by its own gauge
 * @param members users on channels, by its own gauge
 * @param threads without those of pools that grow and shrink by the server's own rules
 * @param descriptors open files and sockets, without the selectors, of which the server keeps some for later
 * @param liveBytes of its heap
 */
record Footprint(int sessions, int members, int threads, int descriptors, long liveBytes) {

    /** The HTTP pool of at most 200, whose idle threads stay for a while; compilers and collectors. */
    private static final List<String> PASSING_THREADS = List.of("http-thread", "C1 ", "C2 ", "GC ", "G1 ", "Attach");

    private static final String OF_SELECTORS = "anon_inode:";

    /** Collects the instance's garbage first, which stops it for a moment. */
    static Footprint of(Node node) {
        long live = Heap.live(node);
        return new Footprint(sessions(node), members(node), threads(node), descriptors(node), live);
    }

    static int sessions(Node node) {
        return gauge(node, "tidings_sessions ");
    }

    static int members(Node node) {
        return gauge(node, "tidings_presence_members ");
    }

    private static int gauge(Node node, String name) {
        try {
            return node.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the metrics tell no " + name));
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics", e);
        }
    }

    static int descriptors(Node node) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + node.pid() + "/fd"))) {
            return (int) open.map(Footprint::target)
                    .filter(target -> !target.startsWith(OF_SELECTORS))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException("the descriptors cannot be counted", e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return OF_SELECTORS;
        }
    }

    private static int threads(Node node) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + node.pid() + "/task"))) {
            return (int) tasks.map(Footprint::name)
                    .filter(name -> PASSING_THREADS.stream().noneMatch(name::startsWith))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException("the threads cannot be counted", e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException endedMeanwhile) {
            return PASSING_THREADS.get(0);
        }
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%d sessions, %d members, %d threads, %d descriptors, %.1f MB alive",
                sessions,
                members,
                threads,
                descriptors,
                liveBytes / 1048576.0);
    }
}
