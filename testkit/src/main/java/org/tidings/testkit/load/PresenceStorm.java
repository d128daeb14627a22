package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.WireClient;

/**
 * Thousands of users join one channel on two instances, each of whom wants to know who comes and goes, while others publish: these
 * must not notice much, and those must not be told thousands of times.
 *
 * @param members how many join
 * @param over in how much time; before that publishing is measured for as long
 * @param perSecond publishes
 */
public record PresenceStorm(int members, Duration over, int perSecond) implements Scenario {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final double GOAL_RATIO = 2;

    /** 20 in a row, one summary a second, and what is told when it is over. */
    private static final int GOAL_EVENTS = 60;

    private static final Duration GOAL_KNOWN = Duration.ofSeconds(2);

    private static final String CHANNEL = "crowd:1";
    private static final int CHANNELS = 8;
    private static final int PAYLOAD_BYTES = 128;
    private static final int CONNECTS_PER_SECOND = 500;
    private static final int WARM_UP_SECONDS = 5;

    public static PresenceStorm full() {
        return new PresenceStorm(10_000, Duration.ofSeconds(10), 200);
    }

    public static PresenceStorm brief() {
        return new PresenceStorm(1_000, Duration.ofSeconds(5), 100);
    }

    @Override
    public String name() {
        return "presence";
    }

    @Override
    public void run(Report report) {
        long seed = ThreadLocalRandom.current().nextLong();
        report.progress("starting a broker and two instances; seed %d", seed);
        try (NodeControl control = new NodeControl()) {
            BrokerNode broker = control.broker("broker");
            broker.start();
            List<Node> nodes = List.of(control.attached("a", broker.url()), control.attached("b", broker.url()));
            for (Node node : nodes) {
                node.setting("tidings.handshakes-per-second", "1000000").start();
            }
            try (Swarm swarm = new Swarm(seed)) {
                new Run(report, control, nodes, swarm).all();
            }
        }
    }

    /** All that lives while it runs. */
    private final class Run {

        private final Report report;
        private final List<Node> nodes;
        private final Swarm swarm;
        private final Told history = new Told();
        private final List<SwarmClient> joining = new ArrayList<>();
        private final SwarmClient sender;
        private final SwarmClient reader;
        private final PacedPublisher publisher;
        private final List<WireClient> asking = new ArrayList<>();

        Run(Report report, NodeControl control, List<Node> nodes, Swarm swarm) {
            this.report = report;
            this.nodes = nodes;
            this.swarm = swarm;
            int first = nodes.get(0).port();
            String token = control.tokens().of("publisher");
            sender = new SwarmClient(swarm, "publisher", first, token, SwarmListener.SILENT);
            publisher = new PacedPublisher(
                    swarm, sender, history.checker(), number -> "calm:" + number % CHANNELS, PAYLOAD_BYTES);
            reader = new SwarmClient(swarm, "reader", nodes.get(1).port(), token, history);
            for (int i = 0; i < CHANNELS; i++) {
                reader.follow("calm:" + i);
            }
            for (int i = 0; i < members; i++) {
                String user = "member-" + i;
                joining.add(new SwarmClient(
                        swarm,
                        user,
                        nodes.get(i % nodes.size()).port(),
                        control.tokens().of(user),
                        history));
            }
            nodes.forEach(node -> asking.add(node.connect(token)));
        }

        void all() {
            connect();
            Times calm = measure(() -> Patience.pass(over));
            report.progress("%d join in %d s", members, over.toSeconds());
            Times joined = measure(this::join);
            double known = awaitCount(members);
            Times settled = measure(() -> Patience.pass(over));
            report.figure("publish to acknowledgement, before", "%s", calm.text());
            report.figure("  while they join", "%s", joined.text());
            report.figure("  when all are there", "%s", settled.text());
            double ratio = joined.millis(99) / calm.millis(99);
            report.timing("  p99 while they join to before", ratio <= GOAL_RATIO, "at most doubled", "%.2f", ratio);
            report.timing(
                    "all known on both instances, behind the last join",
                    known <= GOAL_KNOWN.toSeconds(),
                    "2 s",
                    "%.2f s",
                    known);
            tellEvents();
            leave();
            swarm.tell(publisher::stop);
            await(() -> swarm.call(publisher::isAnswered), "all publishes are answered");
            await(PATIENCE, () -> swarm.call(() -> reader.hasReached(publisher.newest())), () -> "all is read");
            report.goal("publishes that failed", publisher.failed() == 0, "0", "%d", publisher.failed());
            asking.forEach(WireClient::close);
            swarm.tell(() -> history.judge(report));
        }

        private void connect() {
            report.progress("%d clients connect, half of them to each instance", members);
            swarm.tell(() -> {
                sender.connect();
                reader.connect();
                for (int i = 0; i < members; i++) {
                    swarm.after(i * (1_000_000_000L / CONNECTS_PER_SECOND), joining.get(i)::connect);
                }
            });
            await(
                    PATIENCE,
                    () -> swarm.call(
                            () -> reader.isCaughtUp() && joining.stream().allMatch(SwarmClient::isCaughtUp)),
                    () -> "all are connected");
            swarm.tell(() -> publisher.start(perSecond));
            Patience.pass(Duration.ofSeconds(WARM_UP_SECONDS));
        }

        private void join() {
            swarm.tell(() -> {
                for (int i = 0; i < members; i++) {
                    SwarmClient member = joining.get(i);
                    swarm.after(i * (over.toNanos() / members), () -> member.watch(CHANNEL));
                }
            });
            Patience.pass(over);
        }

        /** @return the seconds it took until both instances say that there are so many */
        private double awaitCount(int count) {
            long start = System.nanoTime();
            await(
                    PATIENCE,
                    () -> asking.stream().allMatch(client -> count(client) == count),
                    () -> "not " + count + " but "
                            + asking.stream().map(Run::count).toList());
            return (System.nanoTime() - start) / 1e9;
        }

        private static int count(WireClient client) {
            return client.request("presence")
                    .channel(CHANNEL)
                    .payload("{\"countOnly\":true}")
                    .reply()
                    .payload()
                    .getInt("count");
        }

        private void tellEvents() {
            List<Integer> events = swarm.call(() -> joining.stream()
                    .map(member -> history.events.getOrDefault(member.name(), 0))
                    .sorted()
                    .toList());
            int most = events.get(events.size() - 1);
            report.figure("presence events of a member, median", "%d", events.get(events.size() / 2));
            report.goal("presence events of a member, most", most <= GOAL_EVENTS, "at most " + GOAL_EVENTS, "%d", most);
        }

        private void leave() {
            report.progress("all leave without a word");
            swarm.tell(() -> joining.forEach(SwarmClient::stop));
            report.figure("all gone on both instances, the grace included", "%.2f s", awaitCount(0));
        }

        private Times measure(Runnable meanwhile) {
            publisher.acknowledgements().reset();
            meanwhile.run();
            Times times = new Times();
            times.add(publisher.acknowledgements());
            return times;
        }
    }

    /** Also counts what members were told of each other. */
    private static final class Told extends CheckedHistory {

        private final Map<String, Integer> events = new HashMap<>();

        @Override
        public void presence(SwarmClient client, WireText event) {
            events.merge(client.name(), 1, Integer::sum);
        }
    }
}
