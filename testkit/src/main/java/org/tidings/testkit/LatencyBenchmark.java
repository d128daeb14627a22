package org.tidings.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a durable event takes from its publisher to a subscriber on the same instance and on another one. The
 * publisher keeps its pace whatever the server does, and each event is timed from when it was due, so that a stall
 * counts for every event that it held up (no coordinated omission).
 */
@Command(
        name = "tidings bench",
        description = {
            "Measures durable publish-to-delivery latency at a fixed rate.",
            "Without --url it starts two instances, A with the broker inside of it and B attached to it, and publishes"
                    + " at A."
        })
public final class LatencyBenchmark implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

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
    public Integer call() {
        if (url != null) {
            return measure(url, otherUrl == null ? url : otherUrl, token);
        }
        System.out.println("Starting instances A and B …");
        try (NodeControl control = new NodeControl()) {
            Node a = control.embedded("a");
            a.start();
            Node b = control.attached("b", a.brokerUrl());
            b.start();
            return measure(a.ws(), b.ws(), control.tokens().of("bench"));
        }
    }

    private int measure(URI a, URI b, String bearer) {
        System.out.printf(
                "%d events/s of %d bytes for %d s, after %d s of warm-up …%n", rate, payload, seconds, warmup);
        Pace warm = new Pace(rate, Duration.ofSeconds(warmup));
        Pace measured = new Pace(rate, Duration.ofSeconds(seconds));
        LatencyRun run = new LatencyRun(a, b, bearer, payload);
        try (run) {
            run.publish(warm);
            run.awaitDeliveries();
            run.forget();
            run.publish(measured);
            run.awaitDeliveries();
        }
        System.out.print(run.report());
        return CommandLine.ExitCode.OK;
    }
}
