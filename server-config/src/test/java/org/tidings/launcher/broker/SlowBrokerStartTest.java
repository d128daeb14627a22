package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;

/** An instance may be up before its broker. */
class SlowBrokerStartTest {

    @Test
    void publishesFailAsUnavailableUntilTheBrokerIsThereThenEverythingWorks() {
        try (TestBroker broker = TestBroker.down(LogShapes.shards(2));
                LogInstance instance = LogInstance.starting(broker.url(), broker.settings())) {
            assertThat(instance.obstacles()).hasSize(2).allMatch(obstacle -> obstacle.contains("not read to its end"));
            assertThat(LogInstance.get(instance.publish("c:a", null, "too early")))
                    .isEqualTo(new PublishOutcome.Unavailable());
            broker.start();
            instance.awaitReady();
            instance.accepted("c:a", null, "1");
            int shard = instance.log().shardOf("c:a");
            assertThat(instance.read.payloads(shard)).containsExactly("1");
        }
    }
}
