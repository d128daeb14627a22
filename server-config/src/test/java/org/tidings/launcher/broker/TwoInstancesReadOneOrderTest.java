package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tidings.log.Event;
import org.tidings.log.PublishOutcome;

/** Law 2: only the leader writes, and so there is one order. */
class TwoInstancesReadOneOrderTest {

    private static final int EACH = 1_000;

    @Test
    void publishedFromBothReadsTheSameEverywhereAndEveryPublisherKeepsItsOrder() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(2));
                LogInstance first = LogInstance.of(broker);
                LogInstance second = LogInstance.of(broker)) {
            List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                outcomes.add(first.publish("c:" + i % 7, null, "first-" + i));
                outcomes.add(second.publish("c:" + i % 7, null, "second-" + i));
            }
            assertThat(outcomes).map(LogInstance::get).hasOnlyElementsOfType(PublishOutcome.Accepted.class);
            try (LogInstance late = LogInstance.of(broker)) {
                for (int shard = 0; shard < 2; shard++) {
                    first.awaitEvents(shard, late.read.count(shard));
                    second.awaitEvents(shard, late.read.count(shard));
                    assertThat(second.read.events(shard)).isEqualTo(first.read.events(shard));
                    assertThat(late.read.events(shard)).isEqualTo(first.read.events(shard));
                    assertThat(first.read.holes(shard)).isEmpty();
                    assertOrder(first.read.events(shard), "first-");
                    assertOrder(first.read.events(shard), "second-");
                }
                assertThat(late.read.count(0) + late.read.count(1)).isEqualTo(2 * EACH);
            }
        }
    }

    private static void assertOrder(List<Event> events, String publisher) {
        assertThat(events.stream()
                        .map(Event::payload)
                        .filter(payload -> payload.startsWith(publisher))
                        .map(payload -> Integer.parseInt(payload.substring(publisher.length()))))
                .isSorted();
    }
}
