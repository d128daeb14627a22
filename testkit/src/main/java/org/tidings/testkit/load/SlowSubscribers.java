package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
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

    /** What the system receives for a client that does not read. */
    private static final int RECEIVE_BUFFER = 4_096;

    /**
     * A channel that only the slow follow. What is published there when they have stopped fills what the instance's system
     * sends for them, some megabytes each, which would otherwise take in a whole phase.
     */
    private static final String FILL = "slow:fill";

    /** Ten megabytes in all: more than any system sends ahead. */
    private static final int FILL_EVENTS = 250;

    private static final int FILL_BYTES = 40_000;
    private static final int FILLS_PER_SECOND = 40;

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
        private final History history = new History();
        private final List<SwarmClient> members = new ArrayList<>();
        private final List<SwarmClient> sleepers = new ArrayList<>();
        private final List<SwarmClient> senders;
        private final PacedPublisher publisher;
        private final PacedPublisher filler;

        Run(Report report, Swarm swarm, Node instance, String token) {
            this.report = report;
            this.swarm = swarm;
            this.instance = instance;
            int port = instance.ws().getPort();
            SwarmClient sender = new SwarmClient(swarm, "publisher", port, token, SwarmListener.SILENT);
            publisher = new PacedPublisher(
                    swarm, sender, history.checker(), number -> "slow:" + number % channels, PAYLOAD_BYTES);
            SwarmClient fills = new SwarmClient(swarm, "filler", port, token, SwarmListener.SILENT);
            filler = new PacedPublisher(swarm, fills, history.checker(), number -> FILL, FILL_BYTES);
            senders = List.of(sender, fills);
            for (int i = 0; i < channels * perChannel; i++) {
                SwarmClient member = new SwarmClient(swarm, "member-" + i, port, token, history);
                members.add(member.follow("slow:" + i % channels));
                if (i < slow) {
                    sleepers.add(member.follow(FILL).receiveBuffer(RECEIVE_BUFFER));
                    history.slow.add(member.name());
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
            double median = median(ratios);
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
                senders.forEach(SwarmClient::connect);
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
            stopReading();
            Times disturbed = measure();
            long heapAfter = Heap.live(instance);
            report.figure("round " + round + ", " + slow + " do not read", "%s", disturbed.text());
            double growth = (heapAfter - heapBetween) / 1048576.0;
            long retained = swarm.call(filler::acknowledged) * FILL_BYTES;
            double bound = ((double) members.size() * QUEUE_BYTES + retained) / 1048576.0;
            report.goal(
                    "round " + round + ", live heap grew by",
                    growth <= bound,
                    String.format(Locale.ROOT, "sessions × queue limit and what the log retains anew, %.0f MB", bound),
                    "%.1f MB (%.1f in the undisturbed phase)",
                    growth,
                    (heapBetween - heapBefore) / 1048576.0);
            long start = System.nanoTime();
            readAgain();
            awaitSleepers();
            report.figure("round " + round + ", until the slow had all", "%.1f s", (System.nanoTime() - start) / 1e9);
            report.goal(
                    "round " + round + ", gaps of what was retained",
                    swarm.call(() -> history.gaps) == 0,
                    "none",
                    "%d",
                    swarm.call(() -> history.gaps));
            return disturbed.millis(99) / undisturbed.millis(99);
        }

        private Times measure() {
            Times times = new Times();
            // What the collection has held up is over by then.
            Patience.pass(Duration.ofSeconds(2));
            swarm.tell(() -> history.times = times);
            Patience.pass(phase);
            swarm.tell(() -> history.times = null);
            return times;
        }

        private void stopReading() {
            swarm.tell(() -> sleepers.forEach(sleeper -> sleeper.reading(false)));
            long enough = swarm.call(filler::acknowledged) + FILL_EVENTS;
            swarm.tell(() -> filler.start(FILLS_PER_SECOND));
            await(PATIENCE, () -> swarm.call(filler::acknowledged) >= enough, () -> "the sockets are filled");
            swarm.tell(filler::stop);
        }

        private void readAgain() {
            swarm.tell(() -> sleepers.forEach(sleeper -> sleeper.reading(true)));
        }

        /** They have what was published until now. */
        private void awaitSleepers() {
            Map<String, Long> until = new HashMap<>(swarm.call(publisher::newest));
            until.putAll(swarm.call(filler::newest));
            await(
                    PATIENCE,
                    () -> swarm.call(() -> sleepers.stream().allMatch(sleeper -> sleeper.hasReached(until))),
                    () -> "the slow have all");
        }

        private void passThem() {
            report.progress("the log passes the slow");
            stopReading();
            publishFast();
            readAgain();
            awaitSleepers();
            report.goal(
                    "slow ones whom the log has passed, told by a gap",
                    swarm.call(() -> history.gaps) >= slow && swarm.call(() -> history.inexact) == 0,
                    "each, with the exact count",
                    "%d gaps, %d of them inexact",
                    swarm.call(() -> history.gaps),
                    swarm.call(() -> history.inexact));
        }
    }

    /** Also measures, and looks at gaps. */
    private static final class History extends CheckedHistory {

        private final Set<String> slow = new HashSet<>();
        private final Map<String, NavigableSet<Long>> known = new HashMap<>();

        /** Where each one's last gap ends. */
        private final Map<String, Long> missingBefore = new HashMap<>();

        /** Null while nothing is measured. */
        private Times times;

        private int gaps;
        private int inexact;

        @Override
        public void message(SwarmClient client, WireText event, long nanos) {
            super.message(client, event, nanos);
            known.computeIfAbsent(event.channel, name -> new TreeSet<>()).add(event.seq);
            if (slow.contains(client.name())) {
                inexact += event.seq < missingBefore.getOrDefault(client.name() + event.channel, 0L) ? 1 : 0;
            } else if (times != null) {
                times.record(nanos - PacedPublisher.due(event));
            }
        }

        @Override
        public void gap(SwarmClient client, String channel, long after, long before, long count) {
            super.gap(client, channel, after, before, count);
            gaps++;
            missingBefore.put(client.name() + channel, before);
            int missing = known.getOrDefault(channel, Collections.emptyNavigableSet())
                    .subSet(after, false, before, false)
                    .size();
            // Of the channel that only the slow follow nobody else knows what is missing.
            inexact += count >= 0 && count != missing && !channel.equals(FILL) ? 1 : 0;
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
