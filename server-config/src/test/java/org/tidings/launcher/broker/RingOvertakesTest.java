package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidings.launcher.broker.RecordedLog.Hole;
import org.tidings.log.Event;
import org.tidings.testkit.Await;

/** Law 7: the ring drops the oldest, and everyone knows exactly up to where. */
class RingOvertakesTest {

    private static final int RING = 100;

    @Test
    void readersKnowTheLowestPositionThatTheBrokerStillHolds() {
        try (TestBroker broker = TestBroker.up(LogShapes.ring(RING));
                LogInstance instance = LogInstance.of(broker)) {
            for (int i = 0; i < 350; i++) {
                instance.accepted("c:a", null, Integer.toString(i));
            }
            // Artemis removes what is too much a moment later.
            Await.await(() -> broker.queue("log-0").getMessageCount() == RING, "the ring holds too much");
            try (LogInstance late = LogInstance.of(broker)) {
                List<Event> events = late.read.events(0);
                List<Event> all = instance.read.events(0);
                assertThat(events).isEqualTo(all.subList(all.size() - events.size(), all.size()));
                assertThat(late.read.retainedFrom(0)).isEqualTo(instance.read.retainedFrom(0));
                assertThat(late.read.position(0) - late.read.retainedFrom(0)).isEqualTo(RING - 1);
                assertThat(late.read.holes(0)).isEmpty();
            }
        }
    }

    @Test
    void instanceThatWasAwayTooLongNamesTheHoleExactly() {
        try (TestBroker broker = TestBroker.up(LogShapes.ring(RING));
                FaultyLink link = new FaultyLink(broker);
                LogInstance away = LogInstance.of(link.url(), broker.settings());
                LogInstance there = LogInstance.of(broker)) {
            there.accepted("c:a", null, "before");
            away.awaitEvents(0, 1);
            link.cut();
            long last = 0;
            for (int i = 0; i < 3 * RING; i++) {
                last = there.accepted("c:a", null, Integer.toString(i));
            }
            long positionBefore = away.read.position(0);
            link.mend();
            away.awaitPosition(0, last);
            assertThat(away.read.holes(0)).hasSize(1);
            Hole hole = away.read.holes(0).get(0);
            assertThat(hole.after()).isEqualTo(positionBefore);
            List<Event> told = away.read.events(0);
            assertThat(told).extracting(Event::payload).startsWith("before").endsWith(Integer.toString(3 * RING - 1));
            assertThat(told.get(1).seq()).isGreaterThanOrEqualTo(hole.before());
            assertThat(told).isSubsetOf(there.read.events(0));
            assertThat(told).hasSizeGreaterThan(RING / 2);
        }
    }
}
