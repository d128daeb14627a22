package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.FaultProxy;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/**
 * Thousands of subscribed connections on one instance are cut at once, while events flow: by a listener that goes away
 * and comes back, and by the instance's death, after which another one takes them all.
 *
 * @param clients how many
 * @param away how long the listener is away, a round each
 */
public record ReconnectStorm(int clients, List<Duration> away) implements Scenario {

    private static final Duration GOAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** A connection that lived so long was a success to its client: its next failure is a first one. */
    private static final Duration HELD = Duration.ofSeconds(6);

    private static final int CHANNELS = 50;
    private static final int EVENTS_PER_SECOND = 20;
    private static final int PAYLOAD_BYTES = 128;
    private static final long WINDOW_NANOS = 100_000_000;

    /** Over how many connections at most the clients begin at once. */
    private static final int CONNECTS_PER_SECOND = 1_000;

    public static ReconnectStorm full() {
        return new ReconnectStorm(5_000, List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15)));
    }

    public static ReconnectStorm brief() {
        return new ReconnectStorm(300, List.of(Duration.ofSeconds(1)));
    }

    @Override
    public String name() {
        return "reconnect-storm";
    }

    @Override
    public void run(Report report) {
        long seed = ThreadLocalRandom.current().nextLong();
        report.progress("starting a broker and two instances; seed %d", seed);
        try (NodeControl control = new NodeControl()) {
            BrokerNode broker = control.broker("broker");
            broker.start();
            Node a = control.attached("a", broker.url());
            Node b = control.attached("b", broker.url());
            for (Node node : List.of(a, b)) {
                // How many handshakes there are is what is measured here.
                node.setting("tidings.handshakes-per-second", "1000000")
                        .setting("tidings.max-connections-per-user", "1000000");
                node.launch();
            }
            a.awaitReady();
            b.awaitReady();
            try (FaultProxy proxy = FaultProxy.to(a.ws().getPort(), seed);
                    Swarm swarm = new Swarm(seed)) {
                new Run(report, control, proxy, swarm).all(a, b);
            }
        }
    }

    /** All that lives while it runs. */
    private final class Run {

        private final Report report;
        private final FaultProxy proxy;
        private final Swarm swarm;
        private final String token;
        private final Returns history = new Returns();
        private final List<SwarmClient> members = new ArrayList<>();

        Run(Report report, NodeControl control, FaultProxy proxy, Swarm swarm) {
            this.report = report;
            this.proxy = proxy;
            this.swarm = swarm;
            this.token = control.tokens().of("storm");
        }

        void all(Node a, Node b) {
            SwarmClient sender = new SwarmClient(swarm, "publisher", b.ws().getPort(), token, SwarmListener.SILENT);
            PacedPublisher publisher = new PacedPublisher(
                    swarm, sender, history.checker(), number -> "storm:" + number % CHANNELS, PAYLOAD_BYTES);
            begin(sender, publisher);
            for (Duration time : away) {
                Patience.pass(HELD);
                awayAndBack(time);
            }
            Patience.pass(HELD);
            report.progress("killing instance a, which all are on; b takes them");
            proxy.retarget(b.ws().getPort());
            long killed = cut(a::kill9);
            judge("a killed, b there: back and caught up", killed);
            swarm.tell(publisher::stop);
            await(() -> swarm.call(publisher::isAnswered), "all publishes are answered");
            await(
                    PATIENCE,
                    () -> swarm.call(() -> members.stream().allMatch(member -> member.hasReached(publisher.newest()))),
                    () -> "all get the last events");
            report.figure("events published, of them failed", "%d, %d", publisher.sent(), publisher.failed());
            swarm.tell(() -> history.judge(report));
        }

        private void begin(SwarmClient sender, PacedPublisher publisher) {
            report.progress("%d clients connect", clients);
            swarm.tell(() -> {
                for (int i = 0; i < clients; i++) {
                    SwarmClient member = new SwarmClient(swarm, "member-" + i, proxy.port(), token, history);
                    members.add(member.follow("storm:" + i % CHANNELS));
                    swarm.after(i * (1_000_000_000L / CONNECTS_PER_SECOND), member::connect);
                }
                sender.connect();
            });
            await(PATIENCE, () -> swarm.call(this::allAreCaughtUp), () -> "the first subscriptions");
            swarm.tell(() -> publisher.start(EVENTS_PER_SECOND));
        }

        private boolean allAreCaughtUp() {
            return members.stream().allMatch(SwarmClient::isCaughtUp);
        }

        private void awayAndBack(Duration time) {
            report.progress("the listener goes away for %d ms", time.toMillis());
            long gone = cut(() -> {
                proxy.refuse();
                proxy.reset();
            });
            await(() -> System.nanoTime() - gone > time.toNanos(), "the pause is over");
            long back = System.nanoTime();
            proxy.pass();
            judge("away for " + time.toMillis() + " ms: back and caught up", back);
        }

        /** When it was done. */
        private long cut(Runnable fault) {
            swarm.tell(history::forget);
            fault.run();
            long now = System.nanoTime();
            await(() -> swarm.call(() -> history.lost) >= clients, "everybody has lost its connection");
            return now;
        }

        private void judge(String name, long start) {
            await(PATIENCE, () -> swarm.call(this::allAreCaughtUp), () -> "everybody is back");
            Times times = new Times();
            swarm.tell(() -> history.caughtUp.values().forEach(at -> times.record(at - start)));
            double seconds = times.maxMillis() / 1e3;
            report.goal(
                    name, times.count() == clients && seconds <= GOAL.toSeconds(), "all in 10 s", "%s", times.text());
            int peak = swarm.call(() -> history.peak());
            report.figure("  handshakes a second, at most", "%d", peak * (int) (1_000_000_000L / WINDOW_NANOS));
        }
    }

    /** Who came back when. */
    private static final class Returns extends CheckedHistory {

        private final Map<String, Long> caughtUp = new HashMap<>();
        private final Map<Long, Integer> greetings = new HashMap<>();
        private int lost;

        void forget() {
            lost = 0;
            caughtUp.clear();
            greetings.clear();
        }

        int peak() {
            return greetings.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }

        @Override
        public void greeted(SwarmClient client) {
            greetings.merge(System.nanoTime() / WINDOW_NANOS, 1, Integer::sum);
        }

        @Override
        public void caughtUp(SwarmClient client) {
            caughtUp.put(client.name(), System.nanoTime());
        }

        @Override
        public void lost(SwarmClient client) {
            lost++;
        }
    }
}
