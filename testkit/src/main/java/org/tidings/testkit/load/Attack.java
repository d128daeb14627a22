package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tidings.testkit.FaultProxy;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/**
 * Attackers take their time or vanish, while good clients follow a stream of events: these must not notice much, those must be
 * gone soon, and afterwards the instance holds what it held before. One attack after the other, on connections of the good
 * that stay; then the last once more against the limits that hold where nothing is set.
 *
 * @param handshakes that are begun and not ended
 * @param bodies that trickle
 * @param readers that do not take their answers
 * @param halfOpen sessions whose machine is gone, with events queued for them
 * @param vanishing that connect and vanish at once
 * @param limited whether those that vanish come once more, against the limits that hold where nothing is set
 * @param phase how long is measured before each attack, in it at least, and after it
 * @param settings of the instance, beside what lifts the limits
 */
public record Attack(
        int handshakes,
        int bodies,
        int readers,
        int halfOpen,
        int vanishing,
        boolean limited,
        Duration phase,
        Map<String, String> settings)
        implements Scenario {

    private static final Duration GOAL_GONE = Duration.ofSeconds(30);
    private static final double GOAL_RATIO = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** How often the instance is looked at: seldom, for that takes its time too. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final int GOOD = 50;
    private static final int CHANNELS = 5;
    private static final int EVENTS_PER_SECOND = 100;
    private static final int PAYLOAD_BYTES = 256;
    private static final int PIPELINED = 60;

    /** Connections of those who ask for metrics and of brokers come and go. */
    private static final int DESCRIPTORS_ASIDE = 5;

    private static final int THREADS_ASIDE = 8;
    private static final long HEAP_ASIDE = 32L << 20;

    /** What an address is allowed where nothing is set: docs/operations.md. */
    private static final int HANDSHAKES_PER_SECOND = 20;

    private static final int BURST_SECONDS = 10;

    /** So that what an attack meets is what it is for: all come from one address, and many as one user. */
    private static final List<String> LIFTED = List.of(
            "tidings.max-connections-per-user",
            "tidings.max-connections-per-address",
            "tidings.max-connections",
            "tidings.handshakes-per-second",
            "tidings.handshakes-per-second-per-address",
            "tidings.api-calls-per-second-per-user");

    public static Attack full() {
        return new Attack(2_000, 300, 100, 500, 10_000, true, Duration.ofSeconds(20), Map.of());
    }

    public static Attack brief() {
        return new Attack(
                300,
                100,
                10,
                50,
                1_000,
                false,
                Duration.ofSeconds(1),
                Map.of(
                        "tidings.handshake-timeout-millis", "2000",
                        "tidings.ping-interval-millis", "1500",
                        "tidings.pong-timeout-millis", "1500"));
    }

    @Override
    public String name() {
        return "attack";
    }

    @Override
    public void run(Report report) {
        long seed = ThreadLocalRandom.current().nextLong();
        report.progress("starting an instance; seed %d", seed);
        try (NodeControl control = new NodeControl()) {
            Node unlimited = control.embedded("a");
            settings.forEach(unlimited::setting);
            LIFTED.forEach(key -> unlimited.setting(key, "100000"));
            against(unlimited, seed, report, control, Run::all);
            unlimited.terminate();
            if (limited) {
                report.progress("against the limits");
                Node instance = control.embedded("b").setting("tidings.unlimited-addresses", "none");
                against(instance, seed, report, control, Run::flood);
            }
        }
    }

    private void against(Node instance, long seed, Report report, NodeControl control, Consumer<Run> what) {
        instance.start();
        try (Swarm swarm = new Swarm(seed);
                FaultProxy proxy = FaultProxy.to(instance.port(), seed)) {
            Run run = new Run(report, control, instance, swarm, proxy);
            run.begin();
            what.accept(run);
            run.end();
        }
    }

    /** What attackers do: returns when all of them are at it; closed where they give up. */
    private interface Assault extends AutoCloseable {

        void begin();

        @Override
        void close();
    }

    /** All that lives while it runs. */
    private final class Run {

        private final Report report;
        private final Node instance;
        private final Swarm swarm;
        private final FaultProxy proxy;
        private final Good history = new Good();
        private final List<SwarmClient> members = new ArrayList<>();
        private final SwarmClient sender;
        private final PacedPublisher publisher;
        private final String token;

        Run(Report report, NodeControl control, Node instance, Swarm swarm, FaultProxy proxy) {
            this.report = report;
            this.instance = instance;
            this.swarm = swarm;
            this.proxy = proxy;
            String good = control.tokens().of("good");
            token = control.tokens()
                    .sign(control.tokens()
                            .claims("attacker")
                            .claim("groups", List.of("tidings-admin"))
                            .build());
            sender = new SwarmClient(swarm, "publisher", instance.port(), good, SwarmListener.SILENT);
            publisher = new PacedPublisher(
                    swarm, sender, history.checker(), number -> "good:" + number % CHANNELS, PAYLOAD_BYTES);
            for (int i = 0; i < GOOD; i++) {
                SwarmClient member = new SwarmClient(swarm, "good-" + i, instance.port(), good, history);
                members.add(member.follow("good:" + i % CHANNELS));
            }
        }

        void begin() {
            swarm.tell(() -> {
                sender.connect();
                members.forEach(SwarmClient::connect);
            });
            await(PATIENCE, () -> swarm.call(this::allAreCaughtUp), () -> "the good are there");
            swarm.tell(() -> publisher.start(EVENTS_PER_SECOND));
            report.progress("warming up");
            Patience.pass(phase);
        }

        void all() {
            under(handshakes + " half handshakes", new HalfHandshakes());
            under(bodies + " slow bodies, " + readers + " slow readers", new Holders());
            under(halfOpen + " half-open sockets", new HalfOpen());
            under(vanishing + " connect and vanish", new ConnectAndVanish());
        }

        /** Those of one address that are too many must be told so, and cost little. */
        void flood() {
            ConnectAndVanish assault = new ConnectAndVanish();
            under(vanishing + " connect and vanish, limited", assault);
            report.goal(
                    "  let in of them",
                    assault.admitted <= assault.allowed(),
                    "by the limit of an address, " + assault.allowed(),
                    "%d; told to wait %d",
                    assault.admitted,
                    assault.told);
        }

        void end() {
            swarm.tell(publisher::stop);
            await(() -> swarm.call(publisher::isAnswered), "all publishes are answered");
            await(
                    PATIENCE,
                    () -> swarm.call(() -> members.stream().allMatch(member -> member.hasReached(publisher.newest()))),
                    () -> "the good have everything");
            report.figure("events published, of them failed", "%d, %d", publisher.sent(), publisher.failed());
            report.goal("connections of the good that were lost", history.lost == 0, "0", "%d", history.lost);
            swarm.tell(() -> history.judge(report));
        }

        private boolean allAreCaughtUp() {
            return members.stream().allMatch(SwarmClient::isCaughtUp);
        }

        /** One attack: measured before, in it and after it. */
        private void under(String name, Assault assault) {
            report.progress("%s", name);
            Footprint before = Footprint.of(instance);
            Times calm = measure(() -> Patience.pass(phase));
            double[] seconds = new double[1];
            Times attacked;
            try (assault) {
                attacked = measure(() -> {
                    long start = System.nanoTime();
                    assault.begin();
                    long begun = System.nanoTime();
                    while (!isAsBefore(before) && System.nanoTime() - begun < PATIENCE.toNanos()) {
                        Patience.pass(LOOK);
                    }
                    seconds[0] = (System.nanoTime() - begun) / 1e9;
                    Patience.within(phase, () -> System.nanoTime() - start > phase.toNanos());
                });
            }
            Times after = measure(() -> Patience.pass(phase));
            Footprint left = Footprint.of(instance);
            report.figure("  the good, before", "%s", calm.text());
            report.figure("  under attack", "%s", attacked.text());
            report.figure("  after", "%s", after.text());
            ratio("  p99 under attack to before", attacked, calm);
            ratio("  p99 after to before", after, calm);
            report.goal(
                    "  all attackers gone within", seconds[0] <= GOAL_GONE.toSeconds(), "30 s", "%.1f s", seconds[0]);
            report.figure("  held before", "%s", before.text());
            report.figure("  held after", "%s", left.text());
            report.goal(
                    "  sessions left over",
                    left.sessions() == before.sessions(),
                    "0",
                    "%d",
                    left.sessions() - before.sessions());
            leak("  descriptors left over", left.descriptors() - before.descriptors(), DESCRIPTORS_ASIDE);
            leak("  threads left over", left.threads() - before.threads(), THREADS_ASIDE);
            leak("  live heap left over, bytes", left.liveBytes() - before.liveBytes(), HEAP_ASIDE);
        }

        private boolean isAsBefore(Footprint before) {
            return Footprint.descriptors(instance) <= before.descriptors() + DESCRIPTORS_ASIDE
                    && Footprint.sessions(instance) <= before.sessions();
        }

        private void ratio(String name, Times of, Times to) {
            double ratio = of.millis(99) / to.millis(99);
            report.timing(name, ratio <= GOAL_RATIO, "at most 2", "%.2f", ratio);
        }

        private void leak(String name, long more, long aside) {
            report.goal(name, more <= aside, String.format(Locale.ROOT, "at most %d", aside), "%d", more);
        }

        private Times measure(Runnable meanwhile) {
            Times times = new Times();
            swarm.tell(() -> history.times = times);
            meanwhile.run();
            swarm.tell(() -> history.times = null);
            return times;
        }

        /** The beginning of a request as this instance takes it. */
        private String request(String line, String... headers) {
            return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + instance.port() + "\r\nAuthorization: Bearer " + token
                    + "\r\n" + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n");
        }

        private String handshake() {
            return request(
                            "GET /tidings/ws",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Sec-WebSocket-Version: 13")
                    + "\r\n";
        }

        /** Nothing at all; a byte a second; all but the last line. */
        private final class HalfHandshakes implements Assault {

            private final SlowSockets sockets = new SlowSockets(instance.port());

            @Override
            public void begin() {
                String whole = handshake();
                String almost = whole.substring(0, whole.length() - 2);
                for (int i = 0; i < handshakes; i++) {
                    switch (i % 3) {
                        case 0 -> sockets.connect("", "");
                        case 1 -> sockets.connect("G", whole.substring(1));
                        default -> sockets.connect(almost, "X: ".repeat(200));
                    }
                }
            }

            @Override
            public void close() {
                sockets.close();
            }
        }

        /** Who has a right to be served, and holds a thread meanwhile. */
        private final class Holders implements Assault {

            private final SlowSockets sockets = new SlowSockets(instance.port());

            @Override
            public void begin() {
                String post = request(
                                "POST /tidings/api/revocations",
                                "Content-Type: application/json",
                                "Content-Length: 4000")
                        + "\r\n";
                String get = request("GET /tidings/metrics") + "\r\n";
                for (int i = 0; i < bodies; i++) {
                    sockets.connect(post, " ".repeat(3_999));
                }
                for (int i = 0; i < readers; i++) {
                    sockets.connect(get.repeat(PIPELINED), "");
                }
            }

            @Override
            public void close() {
                sockets.close();
            }
        }

        /**
         * They follow what the good follow. Then the network of one half is gone without a word, and the other half reads
         * nothing any more, so that events are queued for them.
         */
        private final class HalfOpen implements Assault {

            private final List<SwarmClient> gone = new ArrayList<>();
            private final List<SwarmClient> deaf = new ArrayList<>();

            @Override
            public void begin() {
                for (int i = 0; i < halfOpen; i++) {
                    boolean vanishes = i % 2 == 0;
                    int port = vanishes ? proxy.port() : instance.port();
                    SwarmClient client = new SwarmClient(swarm, "gone-" + i, port, token, SwarmListener.SILENT);
                    (vanishes ? gone : deaf).add(client.follow("good:" + i % CHANNELS));
                }
                swarm.tell(() -> everybody().forEach(SwarmClient::connect));
                await(
                        PATIENCE,
                        () -> swarm.call(() -> everybody().allMatch(SwarmClient::isCaughtUp)),
                        () -> "they are there");
                proxy.blackHole();
                swarm.tell(() -> deaf.forEach(client -> client.reading(false)));
            }

            private Stream<SwarmClient> everybody() {
                return Stream.concat(gone.stream(), deaf.stream());
            }

            @Override
            public void close() {
                swarm.tell(() -> everybody().forEach(SwarmClient::stop));
            }
        }

        private final class ConnectAndVanish implements Assault {

            private final Vanishing attackers = new Vanishing(instance.port(), handshake());
            private double seconds;
            private int admitted;
            private int told;

            @Override
            public void begin() {
                long start = System.nanoTime();
                attackers.all(vanishing);
                seconds = (System.nanoTime() - start) / 1e9;
                admitted = attackers.answered("101");
                told = attackers.answered("429");
                report.figure("  what they heard", "%s, %.0f a second", attackers.answers(), vanishing / seconds);
            }

            long allowed() {
                return Math.round(HANDSHAKES_PER_SECOND * (BURST_SECONDS + seconds));
            }

            @Override
            public void close() {
                attackers.close();
            }
        }
    }

    /** Also measures, and counts who was lost. */
    private static final class Good extends CheckedHistory {

        /** Null while nothing is measured. */
        private Times times;

        private int lost;

        @Override
        public void message(SwarmClient client, WireText event, long nanos) {
            super.message(client, event, nanos);
            if (times != null) {
                times.record(nanos - PacedPublisher.due(event));
            }
        }

        @Override
        public void lost(SwarmClient client) {
            lost++;
        }
    }
}
