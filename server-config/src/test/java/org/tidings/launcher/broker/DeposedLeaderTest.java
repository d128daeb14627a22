package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.activemq.artemis.core.server.Consumer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.junit.jupiter.api.Test;
import org.tidings.log.Event;
import org.tidings.testkit.Await;

/**
 * Law 6: the broker has taken the consumer from the leader, who has its connection still, does not know, and stores what its own
 * instance publishes. What it stored behind the end that the next leader had read took the place of what that one stored, which was
 * accepted and then read by nobody; and what it stored later had no answer.
 */
class DeposedLeaderTest {

    private static final int EACH = 2_000;

    @Test
    void takesNobodysPlaceAndLearnsOfItFromTheLog() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance first = LogInstance.of(broker)) {
            OwnDesk.await(broker, first);
            Queue publishes = broker.queue("publish.0");
            List<Consumer> leading = List.copyOf(publishes.getConsumers());
            try (LogInstance second = LogInstance.of(broker)) {
                Publisher one = Publisher.start(first, "one", "c:a", EACH);
                one.awaitPublished(EACH / 4);
                for (Consumer consumer : leading) {
                    ((ServerConsumer) consumer).close(true);
                }
                Publisher two = Publisher.start(second, "two", "c:b", EACH);
                one.finish();
                two.finish();
                try (LogInstance late = LogInstance.of(broker)) {
                    List<Event> events = late.read.events(0);
                    one.assertInOrder(events);
                    two.assertInOrder(events);
                    for (LogInstance instance : List.of(first, second)) {
                        Await.await(
                                Await.PATIENCE,
                                () -> instance.read.events(0).equals(events),
                                () -> instance.read.count(0) + " events instead of " + events.size());
                        assertThat(instance.read.holes(0)).isEmpty();
                        assertThat(instance.read.epochs(0)).hasSize(1);
                    }
                }
                assertThat(one.cutOff() + two.cutOff())
                        .as("times without an answer")
                        .isZero();
            }
        }
    }
}
