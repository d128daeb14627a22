package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;

/** Admission control: a flood is refused in the instance, at once, and what was admitted is still answered. */
class OverloadIsRefusedTest {

    @Test
    void floodBeyondTheBoundIsRefusedAtOnceAndTheRestIsStored() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance instance = LogInstance.of(link.url(), broker.settings())) {
            int bound = broker.settings().maxPendingPerShard();
            link.freeze();
            List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2 * bound; i++) {
                outcomes.add(instance.publish("c:a", null, Integer.toString(i)));
            }
            assertThat(outcomes.stream().filter(CompletableFuture::isDone))
                    .hasSizeGreaterThanOrEqualTo(bound)
                    .allMatch(outcome -> outcome.join() instanceof PublishOutcome.Overloaded);
            link.thaw();
            long stored = outcomes.stream()
                    .map(LogInstance::get)
                    .filter(PublishOutcome.Accepted.class::isInstance)
                    .count();
            assertThat(stored).isPositive();
            assertThat(instance.read.count(0)).isEqualTo((int) stored);
        }
    }
}
