package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** The broker is gone for a while: nobody waits for it in vain, and nobody has to find out that it is back. */
class BrokerAwayTest {

    private static final PublishOutcome UNAVAILABLE = new PublishOutcome.Unavailable();

    @Test
    void publishesFailSoonThenAtOnceAndAreTakenAgainWhenTheBrokerIsBack() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(4));
                LogInstance instance = LogInstance.of(broker)) {
            instance.accepted("c:a", null, "before");
            broker.stop();
            Duration first = time(() -> assertThat(LogInstance.get(instance.publish("c:a", null, "meanwhile")))
                    .isEqualTo(UNAVAILABLE));
            assertThat(first).isLessThan(Duration.ofSeconds(2));
            // An idle shard notices by itself.
            Await.await(() -> instance.obstacles().size() == 4, "still ready");
            assertThat(instance.obstacles()).allMatch(obstacle -> obstacle.contains("no connection to the broker"));
            for (int i = 0; i < 100; i++) {
                assertThat(instance.publish("c:a", null, "meanwhile")).isCompletedWithValue(UNAVAILABLE);
            }
            assertThat(instance.gauge("tidings.log.circuit.open", 0)).isEqualTo(1);

            broker.start();
            // Without a publish that would have to pay for finding out.
            Duration back = time(instance::awaitReady);
            assertThat(LogInstance.get(instance.publish(LogInstance.publication("c:a", null, "after"), "a newcomer")))
                    .isInstanceOf(PublishOutcome.Accepted.class);
            assertThat(instance.gauge("tidings.log.circuit.open", 0)).isZero();
        }
    }

    /** Law 5: what was on its way when the broker went is stored before what its publisher sends later, or not at all. */
    @Test
    void whatWasOnItsWayKeepsItsPlace() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            Publisher publisher = Publisher.start(instance, "p", "c:a", 3_000);
            for (int round = 1; round <= 2; round++) {
                publisher.awaitPublished(round * 1_000);
                broker.stop();
                Await.await(() -> !instance.obstacles().isEmpty(), "still ready");
                broker.start();
            }
            publisher.finish();
            publisher.assertInOrder(instance.read.events(0));
        }
    }

    private static Duration time(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
