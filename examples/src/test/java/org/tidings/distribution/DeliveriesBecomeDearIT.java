package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.Tokens;
import org.tidings.testkit.compare.Comparisons;
import org.tidings.testkit.compare.Plan;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.peer.Instances;
import org.tidings.testkit.peer.Peers;
import org.tidings.testkit.peer.Platform;

/**
 * A slip in the way out costs a factor that no functional test notices: one send for each event and not one for what waits was
 * fifteen times dearer. Here an instance is held against a server that does next to nothing, in the same seconds on the same
 * machine, by processor time, which a busy machine hardly changes. How fast it is, only the full benchmark tells.
 */
@ExtendWith(NodesExtension.class)
class DeliveriesBecomeDearIT {

    private static final String CPU = "CPU of the server, µs per delivery";
    private static final String GENERATOR_CPU = "CPU of the thread that receives, µs per delivery";

    /** One send for each event costs some four hundred times as much. */
    private static final double MOST_TIMES_TRIVIAL = 100;

    private static final double MOST_MICROS_OF_GENERATOR = 2.5;

    @Test
    void aFanOutCostsLittleAndIsWithoutFlaw(NodePair pair) {
        Duration turn = Duration.ofSeconds(2);
        Plan plan = new Plan(
                running(pair), List.of(), List.of(Peers.named("trivial").orElseThrow()), 1, turn, turn, 64, false);
        Report report = new Report("fanout");
        Comparisons.of("fanout", plan).run(report);
        assertThat(report.broken()).isEmpty();
        assertThat(median(report, "tidings", CPU) / median(report, "trivial", CPU))
                .isLessThan(MOST_TIMES_TRIVIAL);
        assertThat(median(report, "trivial", GENERATOR_CPU)).isLessThan(MOST_MICROS_OF_GENERATOR);
    }

    private static double median(Report report, String contestant, String quantity) {
        return report.series().stream()
                .filter(series -> series.contestant().equals(contestant)
                        && series.quantity().equals(quantity))
                .findFirst()
                .orElseThrow()
                .median();
    }

    /** The pair that all tests share: a start of its own would take longer than everything else here. */
    private static Platform running(NodePair pair) {
        return new Platform() {

            @Override
            public String name() {
                return "payara-micro";
            }

            @Override
            public Instances start(Path folder, int count, Map<String, String> settings) {
                return new Shared(pair);
            }
        };
    }

    /** Instance A, with the broker in it. */
    private record Shared(NodePair pair) implements Instances {

        @Override
        public int port(int instance) {
            return pair.a().port();
        }

        @Override
        public List<ProcessHandle> processes() {
            return List.of(ProcessHandle.of(pair.a().pid()).orElseThrow());
        }

        @Override
        public Tokens tokens() {
            return pair.tokens();
        }

        @Override
        public void close() {
            // Others use it too.
        }
    }
}
