package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidings.log.Event;

/**
 * Law 6: a leader is frozen in the middle of its work for so long that another takes its place, and wakes up believing that it
 * still leads, with commits on their way.
 */
class TwoLeadersForcedTest {

    private static final int EACH = 3_000;

    @Test
    void whoWakesUpWritesNothingAndEverythingStandsOnceInOneOrder() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink firstLink = new FaultyLink(broker);
                FaultyLink secondLink = new FaultyLink(broker);
                LogInstance first = LogInstance.of(firstLink.url(), broker.settings());
                LogInstance second = LogInstance.of(secondLink.url(), broker.settings())) {
            Publisher one = Publisher.start(first, "one", "c:a", EACH);
            Publisher two = Publisher.start(second, "two", "c:b", EACH);
            one.awaitPublished(EACH / 10);
            replaceWhileFrozen(firstLink, second, two);
            one.awaitPublished(EACH / 5);
            replaceWhileFrozen(secondLink, first, one);
            one.finish();
            two.finish();
            try (LogInstance late = LogInstance.of(broker)) {
                List<Event> events = late.read.events(0);
                assertThat(events).hasSize(2 * EACH);
                one.assertInOrder(events);
                two.assertInOrder(events);
                for (LogInstance instance : List.of(first, second)) {
                    instance.awaitEvents(0, 2 * EACH);
                    assertThat(instance.read.events(0)).isEqualTo(events);
                    assertThat(instance.read.holes(0)).isEmpty();
                    assertThat(instance.read.epochs(0)).hasSize(1);
                }
            }
        }
    }

    /** Both have written by then; the frozen one does not know of the other. */
    private static void replaceWhileFrozen(FaultyLink frozen, LogInstance next, Publisher publisher) {
        double before = next.count("tidings.log.sequenced");
        int published = publisher.published();
        frozen.freeze();
        publisher.awaitPublished(Math.min(EACH, published + 200));
        assertThat(next.count("tidings.log.sequenced")).isGreaterThan(before);
        frozen.thaw();
    }
}
