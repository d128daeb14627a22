package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** The disk under the broker's journal has no room: nothing is promised that is not kept, and nobody lives on as if. */
class JournalDiskFullTest {

    private static final PublishOutcome UNAVAILABLE = new PublishOutcome.Unavailable();

    /** The broker stops taking messages while some disk is left; it goes on by itself when there is more. */
    @Test
    void publishesAreUnavailableUntilThereIsRoomAgain() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            instance.accepted("c:a", null, "before");
            broker.fillDisk(true);
            long start = System.nanoTime();
            assertThat(LogInstance.get(instance.publish("c:a", null, "meanwhile")))
                    .as("not stored, which the broker said, and so not unknown")
                    .isEqualTo(UNAVAILABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            Await.await(() -> !instance.obstacles().isEmpty(), "still ready");
            assertThat(instance.obstacles()).allMatch(obstacle -> obstacle.contains("the broker is full"));
            assertThat(instance.publish("c:a", null, "meanwhile")).isCompletedWithValue(UNAVAILABLE);

            broker.fillDisk(false);
            instance.awaitReady();
            instance.accepted("c:a", null, "after");
            assertThat(instance.read.payloads(0)).containsExactly("before", "after");
        }
    }

    /**
     * A write to the journal fails: Artemis stops its server, and the process lived on, its ports closed, for a supervisor
     * that saw nothing wrong.
     */
    @Test
    void brokerThatCannotWriteEndsItsProcessAndHasEverythingAfterwards() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            instance.accepted("c:a", null, "before");
            broker.breakDisk();
            Await.await(broker::wouldHaveEnded, "the process would live on");
            broker.stop();
            broker.start();
            instance.accepted("c:a", null, "after");
            try (LogInstance late = LogInstance.of(broker)) {
                assertThat(late.read.payloads(0)).containsExactly("before", "after");
            }
        }
    }
}
