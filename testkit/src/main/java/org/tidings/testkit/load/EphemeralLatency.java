package org.tidings.testkit.load;

import java.nio.file.Path;
import java.time.Duration;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;

/**
 * How long an ephemeral event takes from its publisher on one instance to a subscriber on another, and a durable one on the same
 * two instances: phases take turns, so that both see the same machine. As in {@link LatencyBenchmark} each is timed from when it
 * was due.
 *
 * @param perSecond events a second in each phase
 * @param payloadBytes of each event
 * @param warmUp how long both run before, one after the other
 * @param phase how long each phase lasts
 * @param rounds how many phases of each
 */
record EphemeralLatency(int perSecond, int payloadBytes, Duration warmUp, Duration phase, int rounds)
        implements Scenario {

    private static final double GOAL_MILLIS = 1;

    static EphemeralLatency full() {
        return new EphemeralLatency(500, 128, Duration.ofSeconds(20), Duration.ofSeconds(20), 3);
    }

    static EphemeralLatency brief() {
        return new EphemeralLatency(500, 128, Duration.ofSeconds(5), Duration.ofSeconds(5), 1);
    }

    @Override
    public String name() {
        return "ephemeral";
    }

    @Override
    public void run(Report report) {
        Path configuration = Distribution.root().resolve("examples/configuration/namespaces.json");
        report.progress("starting instances A and B");
        try (NodeControl control = new NodeControl()) {
            Node a = control.embedded("a").setting("tidings.config", configuration.toString());
            a.start();
            Node b = control.attached("b", a.brokerUrl()).setting("tidings.config", configuration.toString());
            b.start();
            String token = control.tokens().of("bench");
            try (LatencyRun ephemeral = new LatencyRun(a.ws(), b.ws(), token, "cursor", payloadBytes);
                    LatencyRun durable = new LatencyRun(a.ws(), b.ws(), token, "bench", payloadBytes)) {
                measure(report, ephemeral, durable);
            }
        }
    }

    private void measure(Report report, LatencyRun ephemeral, LatencyRun durable) {
        report.progress(
                "%d events/s of %d bytes, %d times %d s of each kind, after %d s of warm-up",
                perSecond, payloadBytes, rounds, phase.toSeconds(), warmUp.toSeconds());
        for (LatencyRun run : new LatencyRun[] {durable, ephemeral}) {
            publish(run, warmUp);
            run.forget();
        }
        for (int round = 0; round < rounds; round++) {
            publish(durable, phase);
            publish(ephemeral, phase);
        }
        report.progress("durable:");
        durable.tell(report);
        report.progress("ephemeral:");
        ephemeral.tell(report);
        double median = ephemeral.acrossMillis(50);
        report.figure("ephemeral to durable, median across instances", "%.2f", median / durable.acrossMillis(50));
        report.figure(
                "ephemeral to durable, p99 across instances",
                "%.2f",
                ephemeral.acrossMillis(99) / durable.acrossMillis(99));
        report.timing("ephemeral, p50 across instances", median <= GOAL_MILLIS, "at most 1 ms", "%.2f ms", median);
    }

    private void publish(LatencyRun run, Duration duration) {
        run.publish(new Pace(perSecond, duration));
        run.awaitDeliveries();
    }
}
