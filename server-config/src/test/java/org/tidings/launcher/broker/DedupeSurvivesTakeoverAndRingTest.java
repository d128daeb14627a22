package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;

/** Law 4: a message sent again within the window is answered with the position of its first, whoever leads by then. */
class DedupeSurvivesTakeoverAndRingTest {

    private static final int RING = 100;

    @Test
    void newLeaderKnowsWhatTheRingHoldsAndWhatItHasPassed() {
        try (TestBroker broker = TestBroker.up(LogShapes.ring(RING))) {
            long old;
            long recent;
            try (LogInstance leader = LogInstance.of(broker)) {
                old = leader.accepted("c:a", "old", "1");
                for (int i = 0; i < 5 * RING; i++) {
                    leader.accepted("c:busy", "busy-" + i, "1");
                }
                recent = leader.accepted("c:a", "recent", "1");
            }
            broker.stop();
            broker.start();
            try (LogInstance successor = LogInstance.of(broker)) {
                String epoch = successor.read.epoch(0);
                assertThat(successor.read.retainedFrom(0)).isGreaterThan(old);
                assertThat(LogInstance.get(successor.publish("c:a", "old", "1")))
                        .isEqualTo(new PublishOutcome.Duplicate(0, epoch, old));
                assertThat(LogInstance.get(successor.publish("c:a", "recent", "1")))
                        .isEqualTo(new PublishOutcome.Duplicate(0, epoch, recent));
                for (int i = 0; i < 5 * RING; i += 7) {
                    assertThat(LogInstance.get(successor.publish("c:busy", "busy-" + i, "1")))
                            .isInstanceOf(PublishOutcome.Duplicate.class);
                }
            }
        }
    }

    @Test
    void nobodySuppressesTheMessageOfAnotherPublisherOrChannel() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            instance.accepted("c:a", "m", "1");
            instance.accepted("c:b", "m", "2");
            Publication another =
                    new Publication("c:a", "mallory", "m", "3", Map.of(), 0, Publication.DEFAULT_PRIORITY);
            assertThat(LogInstance.get(instance.publish(another, this))).isInstanceOf(PublishOutcome.Accepted.class);
            assertThat(instance.read.payloads(0)).containsExactly("1", "2", "3");
        }
    }

    /** What the ring holds need not be written a second time: beside the log lies only what it has passed, in few records. */
    @Test
    void windowBesideTheLogStaysSmall() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            for (int i = 0; i < 300; i++) {
                instance.accepted("c:a", null, "1");
            }
            // The end of the window that the one takeover wrote.
            assertThat(broker.queue("dedupe-0").getMessageCount()).isEqualTo(1);
        }
    }
}
