package org.tidings.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Command;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;

@ExtendWith(NodesExtension.class)
class ExamplesRunAsDocumentedIT {

    private static final Path ROOT = Distribution.root();

    @Test
    void stationAndRecordsShareAChannelAcrossInstances(NodePair pair) {
        String channel = pair.freshChannel();
        String token = pair.tokens().of("weather");
        Command records = example(pair, "WeatherRecords", pair.b().ws().toString(), token, channel, "2922");
        Command station = example(
                pair,
                "WeatherStation",
                pair.a().ws().toString(),
                token,
                channel,
                ROOT.resolve("examples/data/weather.ndjson").toString());
        records.start();
        station.start();
        assertThat(station.awaitExit(Duration.ofMinutes(1)))
                .as(station::lastWords)
                .isZero();
        assertThat(station.lines()).containsExactly("2922 observations are stored");
        assertThat(records.awaitExit(Duration.ofMinutes(1)))
                .as(records::lastWords)
                .isZero();
        assertThat(records.lines())
                .startsWith("2012-01-01 Seattle 12.8 °C")
                .contains("2014-08-11 Seattle 35.6 °C", "2013-07-18 New York 37.8 °C");
        assertThat(records.errors()).doesNotContain("missing");
    }

    /** The command of the README. */
    private static Command example(NodePair pair, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Distribution.tool("java"),
                "-Dfile.encoding=UTF-8",
                "-cp",
                ROOT.resolve("client-tyrus/target/tidings-client.jar").toString(),
                ROOT.resolve("examples/src/main/java/org/tidings/examples/" + program + ".java")
                        .toString()));
        command.addAll(List.of(arguments));
        return pair.control().process(program, command);
    }
}
