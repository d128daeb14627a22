package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the leading instance publishes goes straight to the lead, and must not overtake what went by the broker before. */
class LeaderStoresItsOwnTest {

    private static final int COUNT = 1_500;

    @Test
    void withoutAHopThroughTheBroker() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            OwnDesk.await(broker, instance);
            long before = OwnDesk.hops(broker);
            IntStream.range(0, 100).forEach(i -> instance.accepted("c:a", "m-" + i, Integer.toString(i)));
            assertThat(OwnDesk.hops(broker)).isEqualTo(before);
        }
    }

    @Test
    void behindWhatWentByTheBrokerBeforeItLed() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1))) {
            for (int round = 1; round <= 3; round++) {
                String name = "round" + round;
                try (LogInstance follower = LogInstance.of(broker)) {
                    Publisher publisher;
                    try (LogInstance leader = LogInstance.of(broker)) {
                        leader.accepted("c:leader", name, "leads");
                        publisher = Publisher.start(follower, name, "c:" + name, COUNT);
                        publisher.awaitPublished(COUNT / 3);
                    }
                    publisher.finish();
                    publisher.assertInOrder(follower.read.events(0));
                    OwnDesk.await(broker, follower);
                    assertThat(follower.read.holes(0)).isEmpty();
                }
            }
        }
    }

    @Test
    void andWhatOthersPublishMeanwhileInOneOrder() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance leader = LogInstance.of(broker)) {
            OwnDesk.await(broker, leader);
            try (LogInstance other = LogInstance.of(broker)) {
                Publisher own = Publisher.start(leader, "own", "c:a", COUNT);
                Publisher others = Publisher.start(other, "others", "c:a", COUNT);
                own.finish();
                others.finish();
                broker.stop();
                broker.start();
                try (LogInstance late = LogInstance.of(broker)) {
                    assertThat(late.read.events(0)).isEqualTo(leader.read.events(0));
                    own.assertInOrder(late.read.events(0));
                    others.assertInOrder(late.read.events(0));
                }
            }
        }
    }
}
