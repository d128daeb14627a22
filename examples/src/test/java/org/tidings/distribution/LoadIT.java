package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidings.testkit.load.Attack;
import org.tidings.testkit.load.ClientDrops;
import org.tidings.testkit.load.ReconnectStorm;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;

/** What holds under load at all holds in small too; how fast it is, only a quiet machine and the full form tell. */
class LoadIT {

    static Stream<Scenario> scenarios() {
        return Stream.of(ClientDrops.brief(), ReconnectStorm.brief(), Attack.brief());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void breaksNoPromise(Scenario scenario) {
        Report report = new Report(scenario.name());
        scenario.run(report);
        assertThat(report.broken()).isEmpty();
    }
}
