package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/**
 * Some of many subscribers stop reading, and the others must not notice. Undisturbed and disturbed phases take turns in
 * one run, on connections that stay. In the end the slow sleep until the log has passed them.
 *
 * @param channels each with the same number of subscribers
 * @param perChannel subscribers of each
 * @param slow how many stop reading, each in a channel of its own
 * @param eventsPerSecond in all
 * @param phase how long each lasts
 * @param rounds how many pairs of phases
 * @param ringSize entries that a shard retains: more than a phase brings, fewer than come before the end
 */
public record SlowSubscribers(
        int channels, int perChannel, int slow, int eventsPerSecond, Duration phase, int rounds, int ringSize)
        implements Scenario {

    private static final double GOAL_RATIO = 1.2;

    /** The least that an instance may be set to, so that a phase is more than enough to fill it. */
    private static final int QUEUE_BYTES = 65_536;

    private static final int PAYLOAD_BYTES = 256;
    private static final int FAST_EVENTS_PER_SECOND = 2_000;
    private static final int SHARDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    public static SlowSubscribers full() {
        return new SlowSubscribers(100, 10, 50, 500, Duration.ofSeconds(60), 2, 12_000);
    }

    public static SlowSubscribers brief() {
        return new SlowSubscribers(20, 5, 5, 200, Duration.ofSeconds(5), 1, 1_000);
    }

    @Override
    public String name() {
        return "slow-subscribers";
    }

    @Override
    public void run(Report report) {
        long seed = ThreadLocalRandom.current().nextLong();
        report.progress("starting a broker and an instance; seed %d", seed);
        try (NodeControl control = new NodeControl()) {
            BrokerNode broker = control.broker("broker");
            broker.setting("tidings.log.ring-size", Integer.toString(ringSize));
            broker.start();
            Node instance = control.attached("a", broker.url());
            instance.setting("tidings.log.ring-size", Integer.toString(ringSize))
                    .setting("tidings.max-queued-bytes", Integer.toString(QUEUE_BYTES))
                    // Who does not read answers no ping either; here it shall cost memory as long as it can.
                    .setting("tidings.pong-timeout-millis", "300000");
            instance.start();
            try (Swarm swarm = new Swarm(seed)) {
                new Run(report, swarm, instance, control.tokens().of("slow")).all();
            }
        }
    }

    /** All that lives while it runs. */
    private final class Run {

        private final Report report;
        private final Swarm swarm;
        private final Node instance;
        private final GapHistory history = new GapHistory();
        private final List<SwarmClient> members = new ArrayList<>();
        private final Sleepers sleepers;
        private final SwarmClient sender;
        private final PacedPublisher publisher;

        Run(Report report, Swarm swarm, Node instance, String token) {
            this.report = report;
            this.swarm = swarm;
            this.instance = instance;
            int port = instance.ws().getPort();
            sender = new SwarmClient(swarm, "publisher", port, token, SwarmListener.SILENT);
            publisher = new PacedPublisher(
                    swarm, sender, history.checker(), number -> "slow:" + number % channels, PAYLOAD_BYTES);
            sleepers = new Sleepers(swarm, port, token, history);
            for (int i = 0; i < channels * perChannel; i++) {
                SwarmClient member = new SwarmClient(swarm, "member-" + i, port, token, history);
                members.add(member.follow("slow:" + i % channels));
                if (i < slow) {
                    sleepers.add(member);
                }
            }
        }

        void all() {
            connect();
            report.progress("filling the log, which warms up too");
            publishFast();
            List<Double> ratios = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                ratios.add(round(round));
            }
            double median = Median.of(ratios);
            report.timing(
                    "p99 of the others, disturbed to undisturbed",
                    median <= GOAL_RATIO,
                    "at most 1.2",
                    "%.2f (%s)",
                    median,
                    ratios.stream()
                            .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                            .toList());
            passThem();
            swarm.tell(publisher::stop);
            await(() -> swarm.call(publisher::isAnswered), "all publishes are answered");
            awaitAll();
            report.figure("events published, of them failed", "%d, %d", publisher.sent(), publisher.failed());
            swarm.tell(() -> history.judge(report));
        }

        private void connect() {
            report.progress("%d subscribers connect", members.size());
            swarm.tell(() -> {
                sender.connect();
                sleepers.connectFiller();
                for (int i = 0; i < members.size(); i++) {
                    swarm.after(i * 1_000_000L, members.get(i)::connect);
                }
            });
            awaitAll();
        }

        private void awaitAll() {
            await(
                    PATIENCE,
                    () -> swarm.call(() -> members.stream().allMatch(member -> member.hasReached(publisher.newest()))),
                    () -> "everybody has everything");
        }

        /** More than the log retains. */
        private void publishFast() {
            swarm.tell(() -> publisher.start(FAST_EVENTS_PER_SECOND));
            long enough = swarm.call(publisher::acknowledged) + 2L * SHARDS * ringSize;
            await(PATIENCE, () -> swarm.call(publisher::acknowledged) >= enough, () -> "the log is filled");
            swarm.tell(() -> publisher.start(eventsPerSecond));
            // What the log could not take at once is behind it, or the next phase would measure that.
            Map<String, Long> until = swarm.call(publisher::newest);
            await(
                    PATIENCE,
                    () -> swarm.call(() -> publisher.isNearlyAnswered()
                            && members.stream()
                                    .allMatch(member -> sleepers.contains(member) || member.hasReached(until))),
                    () -> "the others have it too");
        }

        private double round(int round) {
            long heapBefore = Heap.live(instance);
            Times undisturbed = measure();
            long heapBetween = Heap.live(instance);
            report.figure("round " + round + ", undisturbed", "%s", undisturbed.text());
            sleepers.stopReading();
            Times disturbed = measure();
            long heapAfter = Heap.live(instance);
            report.figure("round " + round + ", " + slow + " do not read", "%s", disturbed.text());
            double growth = (heapAfter - heapBetween) / 1048576.0;
            double bound = ((double) members.size() * QUEUE_BYTES + sleepers.fillBytes()) / 1048576.0;
            report.goal(
                    "round " + round + ", live heap grew by",
                    growth <= bound,
                    String.format(Locale.ROOT, "sessions × queue limit and what the log retains anew, %.0f MB", bound),
                    "%.1f MB (%.1f in the undisturbed phase)",
                    growth,
                    (heapBetween - heapBefore) / 1048576.0);
            long start = System.nanoTime();
            sleepers.readAgain();
            sleepers.await(swarm.call(publisher::newest));
            report.figure("round " + round + ", until the slow had all", "%.1f s", (System.nanoTime() - start) / 1e9);
            report.goal(
                    "round " + round + ", gaps of what was retained",
                    swarm.call(history::gaps) == 0,
                    "none",
                    "%d",
                    swarm.call(history::gaps));
            return disturbed.millis(99) / undisturbed.millis(99);
        }

        private Times measure() {
            Times times = new Times();
            // What the collection has held up is over by then.
            Patience.pass(Duration.ofSeconds(2));
            swarm.tell(() -> history.measure(times));
            Patience.pass(phase);
            swarm.tell(() -> history.measure(null));
            return times;
        }

        private void passThem() {
            report.progress("the log passes the slow");
            sleepers.stopReading();
            publishFast();
            sleepers.readAgain();
            sleepers.await(swarm.call(publisher::newest));
            report.goal(
                    "slow ones whom the log has passed, told by a gap",
                    swarm.call(history::gaps) >= slow && swarm.call(history::inexact) == 0,
                    "each, with the exact count",
                    "%d gaps, %d of them inexact",
                    swarm.call(history::gaps),
                    swarm.call(history::inexact));
        }
    }
}
