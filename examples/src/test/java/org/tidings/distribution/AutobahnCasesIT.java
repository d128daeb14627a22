package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;

/**
 * What others found wrong with WebSocket servers over the years: Autobahn's cases 1 to 7, 9 and 10, against the built
 * distribution. An endpoint beside the real one sends back what it gets, behind the same filter and guard and through the
 * same queue and writer. The file has the result of a complete run.
 */
@ExtendWith(NodesExtension.class)
class AutobahnCasesIT {
    private static final Path REVIEWED = Path.of("src/test/resources/autobahn/expected-payara-micro.txt");
    private static final boolean RENEW = Boolean.getBoolean("tidings.test.renew");
    private static final boolean ALL = RENEW || Boolean.getBoolean("tidings.test.long");

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int FEWEST = 250;

    private static final List<String> COMPLETE =
            List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*");
    /** Without those whose messages of many megabytes Jython needs minutes for, to mask and to check. */
    private static final List<String> SHORT = List.of(
            "1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.1.1", "9.1.2", "9.1.3", "9.2.1", "9.2.2", "9.2.3",
            "9.7.1", "9.7.2", "9.7.3", "9.7.4", "9.8.1", "9.8.2", "9.8.3", "9.8.4", "10.*");

    @Test
    void noCaseFails(NodeControl control) throws IOException {
        Node node = control.embedded("echo").running(EchoDistribution.assemble(control.folder()));
        node.start();
        URI echo = URI.create("ws://127.0.0.1:" + node.port() + "/tidings/echo");

        List<String> results =
                AutobahnSuite.run(control, echo, control.tokens().of("autobahn"), ALL ? COMPLETE : SHORT, PATIENCE);

        if (RENEW) {
            Files.write(REVIEWED, results);
        }
        assertThat(results).noneMatch(line -> line.contains("FAILED"));
        List<String> reviewed = Files.readAllLines(REVIEWED);
        if (ALL) {
            assertThat(results).isEqualTo(reviewed);
        } else {
            assertThat(results).hasSizeGreaterThan(FEWEST).isSubsetOf(reviewed);
        }
        assertThat(node.hasLogged("\tat ")).as("a stack trace in the log").isFalse();
    }
}
