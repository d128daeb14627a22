package org.tidings.testkit.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.generator.Feed;
import org.tidings.testkit.peer.Tidings;

/** Subscribers of one instance, in a {@link CrowdProcess}. Driven by one thread. */
final class RemoteCrowd implements AutoCloseable {

    /** What came of what was published. */
    record Outcome(int live, long flaws, double p50Millis, double p99Millis, String trouble) {}

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter words;

    /**
     * Begins to connect them.
     *
     * @param tokens one for each, dealt to the feeds in turn
     */
    RemoteCrowd(Tidings.Running tidings, int instance, List<String> tokens, List<Feed> feeds) {
        try {
            process = new ProcessBuilder(
                            Distribution.tool("java"),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CrowdProcess.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the subscribers' process could not be started", e);
        }
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        words = new PrintWriter(process.getOutputStream(), false, StandardCharsets.US_ASCII);
        words.println(tidings.port(instance));
        // A channel's first line says where it stands among them: every feed must have one before any has two.
        IntStream.range(0, tokens.size())
                .forEach(i -> words.println(
                        tokens.get(i) + " " + feeds.get(i % feeds.size()).channel()));
        words.println();
        words.flush();
    }

    void awaitSubscribed() {
        String answer = answer();
        if (!CrowdProcess.SUBSCRIBED.equals(answer)) {
            throw new IllegalStateException("subscribers: " + answer);
        }
    }

    /** Waits for what is still under way. */
    Outcome judge(List<Feed> feeds) {
        words.println(
                feeds.stream().map(feed -> Long.toString(feed.published())).collect(Collectors.joining(" ")));
        words.flush();
        String answer = answer();
        String[] said = answer.split(" ", 5);
        if (said.length < 5) {
            throw new IllegalStateException("subscribers: " + answer);
        }
        return new Outcome(
                Integer.parseInt(said[0]),
                Long.parseLong(said[1]),
                Double.parseDouble(said[2]),
                Double.parseDouble(said[3]),
                said[4]);
    }

    private String answer() {
        try {
            String line = answers.readLine();
            return line == null ? "their process has ended" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("the subscribers' process does not answer", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
