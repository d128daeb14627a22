package org.tidings.testkit.load;

import java.net.URI;
import java.time.Duration;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import picocli.CommandLine.Option;

/**
 * How long a durable event takes from its publisher to a subscriber on the same instance and on another one. The
 * publisher keeps its pace whatever the server does, and each event is timed from when it was due, so that a stall
 * counts for every event that it held up (no coordinated omission).
 */
public final class LatencyBenchmark implements Scenario {

    @Option(names = "--rate", defaultValue = "500", description = "Events a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "How long to measure. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long to run at the same rate before. Default: ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "128",
            description = "Length of each payload. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(names = "--url", description = "The running instance A to publish at, ws://host:port/tidings/ws.")
    private URI url;

    @Option(names = "--other-url", description = "Another running instance to subscribe at. Default: --url.")
    private URI otherUrl;

    @Option(
            names = "--token",
            defaultValue = "${env:TIDINGS_TOKEN}",
            description = "A token for running instances. Default: TIDINGS_TOKEN.")
    private String token;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Report report) {
        if (url != null) {
            measure(report, url, otherUrl == null ? url : otherUrl, token);
            return;
        }
        report.progress("starting instances A and B");
        try (NodeControl control = new NodeControl()) {
            Node a = control.embedded("a");
            a.start();
            Node b = control.attached("b", a.brokerUrl());
            b.start();
            measure(report, a.ws(), b.ws(), control.tokens().of("bench"));
        }
    }

    private void measure(Report report, URI a, URI b, String bearer) {
        report.progress("%d events/s of %d bytes for %d s, after %d s of warm-up", rate, payload, seconds, warmup);
        Pace warm = new Pace(rate, Duration.ofSeconds(warmup));
        Pace measured = new Pace(rate, Duration.ofSeconds(seconds));
        LatencyRun run = new LatencyRun(a, b, bearer, "bench", payload);
        try (run) {
            run.publish(warm);
            run.awaitDeliveries();
            run.forget();
            run.publish(measured);
            run.awaitDeliveries();
        }
        run.tell(report);
    }
}
