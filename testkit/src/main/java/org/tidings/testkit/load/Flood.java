package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.HistoryChecker;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/**
 * Publishers send many times as much as the log can take. Each publish must get its answer in time, nothing may pile up,
 * and soon after the end all is as before. First the log's rate is measured, and a quiet publisher's latency.
 *
 * @param factor how many times the log's rate
 * @param measure how long the rate and the latency are measured
 * @param flood how long it lasts
 * @param publishers connections
 */
public record Flood(int factor, Duration measure, Duration flood, int publishers) implements Scenario {

    private static final long ANSWER_GOAL_MILLIS = 5_000;
    private static final Duration CALM_GOAL = Duration.ofSeconds(5);
    private static final Duration CALM_WINDOW = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CHANNELS = 10;
    private static final int PAYLOAD_BYTES = 128;
    private static final int PROBES_PER_SECOND = 100;

    /** As many publishes of an instance may be without an answer in one shard. */
    private static final int ADMITTED_PER_SHARD = 2_000;

    private static final int SHARDS = 4;
    private static final String WITHOUT_LIMIT = "1000000";

    /** More than what waits for the admitted; what a full ring may come to is measured before. */
    private static final double HEAP_GOAL_MEGABYTES = 64;

    /** What counts as “as before”: shared machines have hiccups. */
    private static final double CALM_MILLIS = 100;

    public static Flood full() {
        return new Flood(10, Duration.ofSeconds(15), Duration.ofSeconds(30), 20);
    }

    public static Flood brief() {
        return new Flood(10, Duration.ofSeconds(4), Duration.ofSeconds(5), 10);
    }

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public void run(Report report) {
        long seed = ThreadLocalRandom.current().nextLong();
        report.progress("starting a broker and an instance; seed %d", seed);
        try (NodeControl control = new NodeControl()) {
            BrokerNode broker = control.broker("broker");
            // Full before the flood, so that what grows then is no history.
            broker.setting("tidings.log.ring-size", "5000").start();
            Node instance = control.attached("a", broker.url());
            // What one user may do is not what is measured here.
            instance.setting("tidings.publish-per-second", WITHOUT_LIMIT)
                    .setting("tidings.publish-per-second-per-user", WITHOUT_LIMIT)
                    .setting("tidings.max-pending-requests", WITHOUT_LIMIT)
                    .setting("tidings.max-refusals-per-minute", WITHOUT_LIMIT);
            instance.setting("tidings.log.ring-size", "5000").start();
            try (Swarm swarm = new Swarm(seed);
                    QueueDepth depth = new QueueDepth(broker.url(), control.brokerLogin())) {
                new Run(report, swarm, broker, instance, depth, control.tokens().of("flood")).all();
            }
        }
    }

    /** All that lives while it runs. */
    private final class Run {

        private final Report report;
        private final Swarm swarm;
        private final BrokerNode broker;
        private final Node instance;
        private final QueueDepth depth;
        private final CheckedHistory history = new CheckedHistory();
        private final HistoryChecker checker = history.checker();
        private final List<FloodPublisher> flooders = new ArrayList<>();
        private final Deliveries deliveries = new Deliveries();
        private final SwarmClient prober;
        private final PacedPublisher probe;
        private final SwarmClient subscriber;
        private final SwarmClient listener;

        Run(Report report, Swarm swarm, BrokerNode broker, Node instance, QueueDepth depth, String token) {
            this.report = report;
            this.swarm = swarm;
            this.broker = broker;
            this.instance = instance;
            this.depth = depth;
            int port = instance.ws().getPort();
            prober = new SwarmClient(swarm, "probe", port, token, SwarmListener.SILENT);
            probe = new PacedPublisher(swarm, prober, checker, number -> "probe:0", PAYLOAD_BYTES);
            listener = new SwarmClient(swarm, "listener", port, token, deliveries).follow("probe:0");
            subscriber = new SwarmClient(swarm, "subscriber", port, token, history);
            for (int c = 0; c < CHANNELS; c++) {
                subscriber.follow("flood:" + c);
            }
            for (int i = 0; i < publishers; i++) {
                SwarmClient client = new SwarmClient(swarm, "flooder-" + i, port, token, history)
                        .sendBuffer(FloodPublisher.SOCKET_BUFFER);
                flooders.add(new FloodPublisher(swarm, client, checker, "flood:" + i % CHANNELS, PAYLOAD_BYTES));
            }
        }

        void all() {
            swarm.tell(() -> {
                List.of(prober, listener, subscriber).forEach(SwarmClient::connect);
                flooders.forEach(flooder -> flooder.client().connect());
            });
            await(
                    PATIENCE,
                    () -> swarm.call(() -> listener.isCaughtUp()
                            && subscriber.isCaughtUp()
                            && prober.isCaughtUp()
                            && flooders.stream()
                                    .allMatch(flooder -> flooder.client().isCaughtUp())),
                    () -> "all are connected");
            double rate = rate();
            swarm.tell(() -> probe.start(PROBES_PER_SECOND));
            Patience.pass(Duration.ofSeconds(2));
            Times before = probe(measure);
            report.figure("a quiet publisher's events before", "%s", before.text());
            long instanceHeap = Heap.live(instance);
            long brokerHeap = Heap.live(broker);
            long deepest = flood(rate);
            report.goal(
                    "publishes waiting in the broker, at most",
                    deepest <= (long) SHARDS * ADMITTED_PER_SHARD,
                    "what one instance admits, " + SHARDS * ADMITTED_PER_SHARD,
                    "%d",
                    deepest);
            heap("the instance's", instanceHeap, Heap.live(instance));
            heap("the broker's", brokerHeap, Heap.live(broker));
            swarm.tell(() -> flooders.forEach(FloodPublisher::stop));
            calm(System.nanoTime(), before);
            judge();
        }

        /** A closed loop: each publisher keeps some publishes on their way. */
        private double rate() {
            report.progress("measuring the log's rate");
            swarm.tell(() -> flooders.forEach(flooder -> flooder.keepUnderWay(64)));
            Patience.pass(measure);
            long first = swarm.call(this::acknowledged);
            long start = System.nanoTime();
            Patience.pass(measure);
            double rate = (swarm.call(this::acknowledged) - first) * 1e9 / (System.nanoTime() - start);
            swarm.tell(() -> flooders.forEach(FloodPublisher::stop));
            await(PATIENCE, () -> swarm.call(this::isAnswered), () -> "all publishes are answered");
            swarm.tell(() -> flooders.forEach(FloodPublisher::forget));
            report.figure("the log's rate, publishes a second", "%.0f", rate);
            return rate;
        }

        private long acknowledged() {
            return flooders.stream().mapToLong(FloodPublisher::acknowledged).sum();
        }

        private boolean isAnswered() {
            return flooders.stream().allMatch(FloodPublisher::isAnswered);
        }

        private Times probe(Duration time) {
            Times times = new Times();
            swarm.tell(() -> deliveries.times = times);
            Patience.pass(time);
            swarm.tell(() -> deliveries.times = null);
            return times;
        }

        /** Floods, and stays flooding: how many publishes waited in the broker at most. */
        private long flood(double rate) {
            report.progress("flooding with %.0f publishes a second", rate * factor);
            swarm.tell(() -> flooders.forEach(flooder -> flooder.start(rate * factor / publishers)));
            long end = System.nanoTime() + flood.toNanos();
            long deepest = 0;
            while (System.nanoTime() - end < 0) {
                deepest = Math.max(deepest, depth.waiting());
                Patience.pass(Duration.ofMillis(100));
            }
            return deepest;
        }

        private void heap(String whose, long before, long during) {
            double growth = (during - before) / 1048576.0;
            report.goal(
                    whose + " live heap grew by",
                    growth <= HEAP_GOAL_MEGABYTES,
                    String.format("%.0f MB", HEAP_GOAL_MEGABYTES),
                    "%.1f MB",
                    growth);
        }

        /** How long after the end until the quiet publisher's events are as fast as before. */
        private void calm(long end, Times before) {
            double bound = Math.max(CALM_MILLIS, 2 * before.millis(99));
            double seconds = Double.NaN;
            for (long now = end; now - end < PATIENCE.toNanos() && Double.isNaN(seconds); ) {
                Times window = probe(CALM_WINDOW);
                now = System.nanoTime();
                boolean whole = window.count() >= PROBES_PER_SECOND * CALM_WINDOW.toMillis() / 1_000 * 0.8;
                if (whole && window.millis(99) <= bound) {
                    seconds = (now - end) / 1e9;
                }
            }
            report.timing(
                    "after the end, until latency is as before",
                    seconds <= CALM_GOAL.toSeconds(),
                    String.format("5 s (p99 of half a second within %.0f ms)", bound),
                    "%.1f s",
                    seconds);
        }

        private void judge() {
            swarm.tell(probe::stop);
            boolean answered = Patience.within(PATIENCE, () -> swarm.call(this::isAnswered));
            Times accepted = new Times();
            Times refused = new Times();
            Map<String, Long> outcomes = new TreeMap<>();
            swarm.tell(() -> flooders.forEach(flooder -> flooder.addTo(accepted, refused, outcomes)));
            report.figure(
                    "offered; not sent, for the socket took no more",
                    "%d; %d",
                    flooders.stream().mapToLong(FloodPublisher::offered).sum(),
                    flooders.stream().mapToLong(FloodPublisher::held).sum());
            report.figure("outcomes", "%s", outcomes);
            report.timing(
                    "accepted: acknowledged within",
                    answered && accepted.maxMillis() <= ANSWER_GOAL_MILLIS,
                    "5 s",
                    "%s",
                    accepted.text());
            report.figure("refused within", "%s", refused.text());
            long improper = outcomes.entrySet().stream()
                    .filter(outcome -> !FloodPublisher.PROPER.contains(outcome.getKey()))
                    .filter(outcome -> !outcome.getKey().equals(FloodPublisher.TIMEOUT))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            report.goal("answered otherwise, or without retryAfterMs", improper == 0, "0", "%d", improper);
            long timedOut = outcomes.getOrDefault(FloodPublisher.TIMEOUT, 0L);
            report.timing("without an answer in the instance's own time", timedOut == 0, "0", "%d", timedOut);
            Patience.within(PATIENCE, () -> swarm.call(() -> subscriber.hasReached(newest())));
            swarm.tell(() -> history.judge(report));
        }

        private Map<String, Long> newest() {
            Map<String, Long> newest = new TreeMap<>();
            flooders.forEach(flooder -> newest.merge(flooder.channel(), flooder.newest(), Math::max));
            return newest;
        }
    }

    /** Measures the quiet publisher's events. */
    private static final class Deliveries implements SwarmListener {

        /** Null while nothing is measured. */
        private Times times;

        @Override
        public void message(SwarmClient client, WireText event, long nanos) {
            if (times != null) {
                times.record(nanos - PacedPublisher.due(event));
            }
        }
    }
}
