package org.tidings.testkit.load;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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

    /** Entries that a shard retains; a good client that is held up for some seconds still misses none. */
    private static final int RING_SIZE = 500;

    private static final int FILL = 8 * RING_SIZE;

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
                        "tidings.pong-timeout-millis", "1500",
                        "tidings.presence.grace-millis", "500"));
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
        // The log shall not grow while it is looked for what attackers leave behind.
        instance.setting("tidings.log.ring-size", Integer.toString(RING_SIZE))
                .setting("tidings.dedupe-window-millis", "2000");
        instance.start();
        try (Swarm swarm = new Swarm(seed);
                FaultProxy proxy = FaultProxy.to(instance.port(), seed)) {
            Run run = new Run(report, control, instance, swarm, proxy);
            run.begin();
            what.accept(run);
            run.good.end(report);
        }
    }

    /** All that lives while it runs. */
    private final class Run {

        private final Report report;
        private final Node instance;
        private final Assault.Target target;
        private final GoodClients good;

        Run(Report report, NodeControl control, Node instance, Swarm swarm, FaultProxy proxy) {
            this.report = report;
            this.instance = instance;
            String attacker = control.tokens()
                    .sign(control.tokens()
                            .claims("attacker")
                            .claim("groups", List.of("tidings-admin"))
                            .build());
            target = new Assault.Target(instance, attacker, swarm, proxy);
            good = new GoodClients(swarm, instance.port(), control.tokens().of("good"));
        }

        void begin() {
            good.connect();
            report.progress("warming up, and filling the log");
            good.fill(FILL);
            Patience.pass(phase);
        }

        void all() {
            under(handshakes + " half handshakes", new HalfHandshakes(target, handshakes));
            under(bodies + " slow bodies, " + readers + " slow readers", new ThreadHolders(target, bodies, readers));
            under(halfOpen + " half-open sockets", new HalfOpenSockets(target, halfOpen, GoodClients::channel));
            under(vanishing + " connect and vanish", new ConnectAndVanish(target, vanishing));
        }

        /** Those of one address that are too many must be told so, and cost little. */
        void flood() {
            ConnectAndVanish assault = new ConnectAndVanish(target, vanishing);
            under(vanishing + " connect and vanish, limited", assault);
            long allowed = Math.round(HANDSHAKES_PER_SECOND * (BURST_SECONDS + assault.seconds()));
            report.goal(
                    "  let in of them",
                    assault.answered("101") <= allowed,
                    "by the limit of an address, " + allowed,
                    "%d; told to wait %d",
                    assault.answered("101"),
                    assault.answered("429"));
        }

        /** One attack: measured before, in it and after it. */
        private void under(String name, Assault assault) {
            report.progress("%s", name);
            Footprint before = Footprint.of(instance);
            Times calm = good.measure(() -> Patience.pass(phase));
            double[] seconds = new double[1];
            Times attacked;
            try (assault) {
                attacked = good.measure(() -> {
                    long start = System.nanoTime();
                    assault.begin(report);
                    long begun = System.nanoTime();
                    while (!isAsBefore(before) && System.nanoTime() - begun < PATIENCE.toNanos()) {
                        Patience.pass(LOOK);
                    }
                    seconds[0] = (System.nanoTime() - begun) / 1e9;
                    Patience.within(phase, () -> System.nanoTime() - start > phase.toNanos());
                });
            }
            Times after = good.measure(() -> Patience.pass(phase));
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
            report.goal(
                    "  members left over",
                    left.members() == before.members(),
                    "0",
                    "%d",
                    left.members() - before.members());
            leak("  descriptors left over", left.descriptors() - before.descriptors(), DESCRIPTORS_ASIDE);
            leak("  threads left over", left.threads() - before.threads(), THREADS_ASIDE);
            leak("  live heap left over, bytes", left.liveBytes() - before.liveBytes(), HEAP_ASIDE);
        }

        private boolean isAsBefore(Footprint before) {
            return Footprint.descriptors(instance) <= before.descriptors() + DESCRIPTORS_ASIDE
                    && Footprint.sessions(instance) <= before.sessions()
                    && Footprint.members(instance) <= before.members();
        }

        private void ratio(String name, Times of, Times to) {
            double ratio = of.millis(99) / to.millis(99);
            report.timing(name, ratio <= GOAL_RATIO, "at most 2", "%.2f", ratio);
        }

        private void leak(String name, long more, long aside) {
            report.goal(name, more <= aside, String.format(Locale.ROOT, "at most %d", aside), "%d", more);
        }
    }
}
