package org.tidings.testkit.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.tidings.testkit.generator.Feed;
import org.tidings.testkit.generator.Flaws;
import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.generator.Tally;
import org.tidings.testkit.peer.Dialect;
import org.tidings.testkit.peer.RunningPeer;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/**
 * Subscribers in a process of their own, for more connections than one process may hold. Reads where to connect, then a line for
 * each subscriber, its token and channel, then an empty one; says when all are subscribed. A later line with how many were
 * published to each channel, in their order, it answers with what came of that.
 */
final class CrowdProcess {

    static final String SUBSCRIBED = "subscribed";

    private CrowdProcess() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        int port = Integer.parseInt(in.readLine());
        Map<String, Integer> counts = new LinkedHashMap<>();
        Queue<String> tokens = new ArrayDeque<>();
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            String[] words = line.split(" ");
            tokens.add(words[0]);
            counts.merge(words[1], 1, Integer::sum);
        }
        Dialect dialect = (node, user, channel) -> Tidings.talk(port, tokens.remove(), channel, Speech.durable());
        try (Generator generator = new Generator(new Elsewhere(port, dialect), dialect)) {
            List<Feed> feeds = counts.entrySet().stream()
                    .map(entry -> {
                        Feed feed = generator.feed(entry.getKey());
                        generator.seat(0, feed, entry.getValue());
                        return feed;
                    })
                    .toList();
            generator.awaitSubscribed();
            System.out.println(SUBSCRIBED);
            generator.turn();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(judged(generator, feeds, line.split(" ")));
            }
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    private static String judged(Generator generator, List<Feed> feeds, String[] published) {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).published(Long.parseLong(published[i]));
        }
        generator.drain();
        int live = generator.live();
        Flaws flaws = generator.flaws();
        Tally tally = generator.turn();
        return String.format(
                Locale.ROOT,
                "%d %d %.2f %.2f %s",
                live,
                flaws.lost() + flaws.repeated() + flaws.late(),
                tally.millis(50),
                tally.millis(99),
                generator.trouble());
    }

    /** The instance that another process started. */
    private record Elsewhere(int port, Dialect dialect) implements RunningPeer {

        @Override
        public int port(int node) {
            return port;
        }

        @Override
        public List<ProcessHandle> processes() {
            return List.of();
        }

        @Override
        public void close() {
            // It is not ours.
        }
    }
}
