package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidings.log.Event;

/** Law 2 over a restart: with several writers Artemis would put messages elsewhere. */
class BrokerRestartKeepsOrderTest {

    private static final int EACH = 1_500;

    @Test
    void positionsContinueInTheSameEpochWhileInstancesPublish() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance first = LogInstance.of(broker);
                LogInstance second = LogInstance.of(broker)) {
            Publisher one = Publisher.start(first, "one", "c:a", EACH);
            Publisher two = Publisher.start(second, "two", "c:b", EACH);
            for (int restart = 1; restart <= 3; restart++) {
                one.awaitPublished(restart * EACH / 4);
                broker.stop();
                broker.start();
            }
            one.finish();
            two.finish();
            first.awaitEvents(0, 2 * EACH);
            second.awaitEvents(0, 2 * EACH);
            List<Event> events = first.read.events(0);
            assertThat(second.read.events(0)).isEqualTo(events);
            try (LogInstance late = LogInstance.of(broker)) {
                assertThat(late.read.events(0)).isEqualTo(events);
                assertThat(late.read.epoch(0)).isEqualTo(first.read.epoch(0));
            }
            one.assertInOrder(events);
            two.assertInOrder(events);
            assertThat(events).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
            assertThat(first.read.epochs(0)).hasSize(1);
            assertThat(first.read.holes(0)).isEmpty();
            assertThat(second.read.holes(0)).isEmpty();
        }
    }
}
