package org.tidings.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.generator.Feed;
import org.tidings.testkit.generator.Flaws;
import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.peer.Conversation;
import org.tidings.testkit.peer.Dialect;
import org.tidings.testkit.peer.RunningPeer;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/**
 * Half of what an instance can do, for hours, while subscribers come and go, visitors connect and leave at once, and another
 * instance at the same broker is killed and comes back: what the instance uses must not grow, and nothing may be lost.
 *
 * @param time how long
 * @param look how often it is looked at what the instance uses; the first quarter is compared with the last
 * @param fault how often the other instance is killed
 * @param subscribers of the instance
 */
record Soak(Duration time, Duration look, Duration fault, int subscribers) implements Scenario {

    private static final int WINDOW = 64;
    private static final int CHURN = 5;
    private static final int OTHERS = 50;
    private static final int OTHERS_PER_SECOND = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String WITHOUT_LIMIT = "1000000";

    private static final double HEAP_GOAL = 1.1;

    /** What a ring that is not full yet still takes, and what is under way. */
    private static final double HEAP_SLACK_MEGABYTES = 8;

    private static final int THREADS_SLACK = 5;
    private static final int DESCRIPTORS_SLACK = 20;

    static Soak full() {
        return new Soak(Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofMinutes(5), 1_000);
    }

    static Soak brief() {
        return new Soak(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(25), 200);
    }

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public void run(Report report) {
        report.progress("starting instances A and B");
        try (NodeControl control = new NodeControl()) {
            Node a = prepared(control.embedded("a"));
            a.start();
            Node b = prepared(control.attached("b", a.brokerUrl()));
            b.start();
            Dialect dialect = (node, user, channel) ->
                    Tidings.talk((node == 0 ? a : b).port(), control.tokens().of(user), channel, Speech.durable());
            new Run(report, a, b, new Nodes(List.of(a, b), dialect)).all();
        }
    }

    private static Node prepared(Node node) {
        // Small, so that it is full soon, and what grows behind that is no history.
        node.setting("tidings.log.ring-size", "5000");
        for (String limit : List.of(
                "tidings.publish-per-second",
                "tidings.publish-per-second-per-user",
                "tidings.max-connections-per-user")) {
            node.setting(limit, WITHOUT_LIMIT);
        }
        return node;
    }

    /** Both instances, for a generator. */
    private record Nodes(List<Node> nodes, Dialect dialect) implements RunningPeer {

        @Override
        public int port(int node) {
            return nodes.get(node).port();
        }

        @Override
        public List<ProcessHandle> processes() {
            return nodes.stream()
                    .map(node -> ProcessHandle.of(node.pid()).orElseThrow())
                    .toList();
        }

        @Override
        public void close() {
            // Whoever started them ends them.
        }
    }

    /** All that lives while it runs. */
    private final class Run {

        private final Report report;
        private final Node a;
        private final Node b;
        private final Nodes nodes;
        private final List<Footprint> footprints = new ArrayList<>();
        private int faults;
        private int rounds;
        private long refusedAtB;
        private int lateStarts;

        Run(Report report, Node a, Node b, Nodes nodes) {
            this.report = report;
            this.a = a;
            this.b = b;
            this.nodes = nodes;
        }

        void all() {
            try (Generator generator = new Generator(nodes, nodes.dialect())) {
                Feed feed = generator.feed("soak");
                generator.subscribe(0, feed, subscribers);
                generator.publishers(0, 1);
                generator.saturate(WINDOW);
                Patience.pass(WARM_UP);
                generator.turn();
                Patience.pass(WARM_UP);
                double half = generator.turn().perSecond() / subscribers / 2;
                generator.stop();
                report.progress("half of the load is %.0f publishes/s to %d", half, subscribers);
                generator.pace(half);
                soak(generator, feed);
                generator.stop();
                judge(generator);
            }
        }

        private void soak(Generator generator, Feed feed) {
            long end = System.nanoTime() + time.toNanos();
            long nextLook = System.nanoTime() + look.toNanos();
            while (System.nanoTime() - end < 0) {
                long nextFault = System.nanoTime() + fault.toNanos();
                try (Generator others = new Generator(nodes, nodes.dialect())) {
                    others.subscribe(1, others.feed("others"), OTHERS);
                    others.publishers(1, 1);
                    others.pace(OTHERS_PER_SECOND);
                    while (System.nanoTime() - end < 0 && System.nanoTime() - nextFault < 0) {
                        Patience.pass(SECOND);
                        churn(generator, feed);
                        if (System.nanoTime() - nextLook >= 0) {
                            nextLook += look.toNanos();
                            look();
                        }
                    }
                    others.stop();
                    judgeOthers(others);
                }
                b.kill9();
                while (System.nanoTime() - end < 0 && !startsAgain()) {
                    lateStarts++;
                }
            }
        }

        /** A machine with other work may keep it from being ready in time: what was seen until then is no less true. */
        private boolean startsAgain() {
            try {
                b.start();
                return true;
            } catch (AssertionError late) {
                report.progress("%s", late.getMessage().lines().findFirst().orElse("B did not start"));
                b.close();
                return false;
            }
        }

        private void churn(Generator generator, Feed feed) {
            generator.exchange(0, feed, CHURN);
            List<Conversation> visits = generator.visits(0, CHURN);
            generator.visit(0, visits);
            rounds++;
        }

        private void look() {
            Footprint now = Footprint.of(a);
            footprints.add(now);
            report.progress("%s", now.text());
        }

        private void judgeOthers(Generator others) {
            faults++;
            Flaws flaws = others.flaws();
            String trouble = others.trouble();
            // A refused publish used up a number, and nobody was promised anything: who has just come up may refuse.
            long refused = others.refused();
            refusedAtB += refused;
            boolean sound = flaws.lost() == refused * OTHERS && flaws.repeated() + flaws.late() == 0;
            if (!sound || refused == 0 && trouble != null) {
                report.goal("at B before fault " + faults, false, "no flaw", "%s, %s", flaws, trouble);
            }
        }

        private void judge(Generator generator) {
            report.figure("kills of B; exchanges of " + CHURN + " subscribers", "%d; %d", faults, rounds);
            report.figure("publishes that B refused", "%d", refusedAtB);
            report.goal("starts of B that were not ready in time", lateStarts == 0, "none", "%d", lateStarts);
            String trouble = generator.trouble();
            Flaws flaws = generator.flaws();
            // What was refused used up a number: those who follow all the time miss it, and it is told of below.
            boolean sound = flaws.lost() <= generator.refused() * subscribers && flaws.repeated() + flaws.late() == 0;
            report.goal("lost, repeated, out of order", sound, "none", "%s, %d refused", flaws, generator.refused());
            report.goal(
                    "connections lost, publishes refused",
                    trouble == null,
                    "none",
                    "%s",
                    trouble == null ? "none" : trouble);
            double heap = first(footprint -> footprint.liveBytes() / 1048576.0);
            flat(
                    "live heap, MB",
                    footprint -> footprint.liveBytes() / 1048576.0,
                    heap * HEAP_GOAL + HEAP_SLACK_MEGABYTES);
            flat("threads", Footprint::threads, first(Footprint::threads) + THREADS_SLACK);
            flat("descriptors", Footprint::descriptors, first(Footprint::descriptors) + DESCRIPTORS_SLACK);
        }

        private void flat(String name, ToDoubleFunction<Footprint> value, double bound) {
            double last = median(footprints.subList(footprints.size() * 3 / 4, footprints.size()), value);
            report.goal(
                    name + ", from the first quarter to the last",
                    last <= bound,
                    String.format("at most %.0f", bound),
                    "%.1f to %.1f",
                    first(value),
                    last);
        }

        private double first(ToDoubleFunction<Footprint> value) {
            return median(footprints.subList(0, (footprints.size() + 3) / 4), value);
        }

        private static double median(List<Footprint> some, ToDoubleFunction<Footprint> value) {
            return Median.of(some.stream().map(value::applyAsDouble).toList());
        }
    }
}
