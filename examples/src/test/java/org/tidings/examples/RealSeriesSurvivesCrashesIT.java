package org.tidings.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.Command;
import org.tidings.testkit.ControlledProcess;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * Four years of weather go in at instance A while they come out at instance B. On the way B is killed, and the broker
 * is killed, both with SIGKILL. Every record must come out, once, in order, byte for byte.
 */
@ExtendWith(NodesExtension.class)
class RealSeriesSurvivesCrashesIT {

    private static final String CHANNEL = "weather:daily";
    private static final Path SERIES = Distribution.root().resolve("examples/data/weather.ndjson");

    /** Slow enough that both crashes happen in the middle of the stream. */
    private static final int RECORDS_PER_SECOND = 250;

    @Test
    void onABrokerOfItsOwn(NodeControl control) throws IOException {
        BrokerNode broker = control.broker("broker");
        broker.start();
        Node a = control.attached("a", broker.url());
        Node b = control.attached("b", broker.url());
        a.launch();
        b.launch();
        a.awaitReady();
        b.awaitReady();
        streamThroughCrashes(control, a, b, broker);
    }

    @Test
    void onTheBrokerInsideOfInstanceA(NodeControl control) throws IOException {
        Node a = control.embedded("a");
        a.start();
        Node b = control.attached("b", a.brokerUrl());
        b.start();
        streamThroughCrashes(control, a, b, a);
    }

    private void streamThroughCrashes(NodeControl control, Node a, Node b, ControlledProcess broker)
            throws IOException {
        List<String> series = Files.readAllLines(SERIES);
        String token = control.tokens().of("weather-station");
        Command tail = control.command(
                "tail",
                "tail",
                CHANNEL,
                "--url",
                b.ws().toString(),
                "--token",
                token,
                "--last",
                Integer.toString(series.size()),
                "--count",
                Integer.toString(series.size()));
        Command publish = control.command(
                        "publish",
                        "publish",
                        CHANNEL,
                        "--url",
                        a.ws().toString(),
                        "--token",
                        token,
                        "--rate",
                        Integer.toString(RECORDS_PER_SECOND))
                .reading(SERIES);
        try (WireClient witness = a.connect(token)) {
            witness.subscribe(CHANNEL);
            tail.start();
            publish.start();
            awaitEvents(witness, series.size() / 4);
            b.kill9();
            b.launch();
            awaitEvents(witness, series.size() / 2);
        }
        assertThat(publish.running())
                .as("the broker dies in the middle of the stream")
                .isTrue();
        broker.kill9();
        broker.start();
        b.awaitReady();
        assertThat(publish.awaitExit(Duration.ofMinutes(2)))
                .as(publish::lastWords)
                .isZero();
        assertThat(tail.awaitExit(Duration.ofMinutes(1))).as(tail::lastWords).isZero();
        List<WireEnvelope> events =
                tail.lines().stream().map(WireEnvelope::parse).toList();
        assertThat(events).extracting(WireEnvelope::payloadText).isEqualTo(series);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).prev())
                    .isEqualTo(i == 0 ? 0 : events.get(i - 1).seq());
        }
    }

    private static void awaitEvents(WireClient witness, int count) {
        Await.await(() -> witness.events().everything().size() >= count, "the stream does not reach record " + count);
    }
}
