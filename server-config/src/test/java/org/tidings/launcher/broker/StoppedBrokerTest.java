package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tidings.log.LogSettings;
import org.tidings.log.PublishOutcome;

/** A broker that was stopped (SIGSTOP, a frozen virtual machine) takes what is sent and answers nothing. */
class StoppedBrokerTest {

    /** Well above the deadlines, well below the minutes that a chain of blocking calls would take. */
    private static final Duration DEADLINES_AND_A_BUSY_MACHINE = Duration.ofSeconds(14);

    @Test
    void everyPublishEndsInItsDeadlineAndAllIsStoredOnceAfterwards() {
        LogSettings shape = LogShapes.shards(1);
        LogSettings impatient = new LogSettings(
                1, shape.ringSize(), shape.ringBytes(), shape.dedupeWindowMillis(), 1_000, 3_000, 2_000);
        try (TestBroker broker = TestBroker.up(shape);
                FaultyLink link = new FaultyLink(broker);
                LogInstance instance = LogInstance.of(link.url(), impatient)) {
            link.freeze();
            long start = System.nanoTime();
            List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                outcomes.add(instance.publish("c:a", "m" + i, Integer.toString(i)));
            }
            assertThat(outcomes)
                    .map(LogInstance::get)
                    .allMatch(outcome ->
                            outcome instanceof PublishOutcome.Unknown || outcome instanceof PublishOutcome.Unavailable);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINES_AND_A_BUSY_MACHINE);
            link.thaw();
            for (int i = 0; i < 100; i++) {
                PublishOutcome again = LogInstance.get(instance.publish("c:a", "m" + i, Integer.toString(i)));
                while (again instanceof PublishOutcome.Unavailable || again instanceof PublishOutcome.Unknown) {
                    again = LogInstance.get(instance.publish("c:a", "m" + i, Integer.toString(i)));
                }
            }
            assertThat(instance.read.payloads(0)).hasSize(100).doesNotHaveDuplicates();
        }
    }

    /** Law 6: the lead of a stopped instance goes to another within seconds. */
    @Test
    void stoppedLeaderIsReplacedWithinSeconds() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance leader = LogInstance.of(link.url(), broker.settings());
                LogInstance other = LogInstance.of(broker)) {
            leader.accepted("c:a", null, "1");
            link.freeze();
            assertThat(LogInstance.get(other.publish("c:a", null, "2"))).isInstanceOf(PublishOutcome.Accepted.class);
            link.thaw();
            leader.awaitEvents(0, 2);
            leader.accepted("c:a", null, "3");
            other.awaitEvents(0, 3);
            assertThat(other.read.payloads(0)).containsExactly("1", "2", "3");
            assertThat(leader.read.events(0)).isEqualTo(other.read.events(0));
        }
    }
}
