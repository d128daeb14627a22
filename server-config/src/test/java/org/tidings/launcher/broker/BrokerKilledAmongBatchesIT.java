package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.log.Event;
import org.tidings.log.LogSettings;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;

/**
 * The broker dies, by SIGKILL, while hundreds of publishes of one publisher travel in a message, or their events in an entry: what of
 * them is stored nobody knows. Sent again, none may be lost, stand twice, or have changed places.
 */
@ExtendWith(NodesExtension.class)
class BrokerKilledAmongBatchesIT {

    private static final int KILLS = 3;
    private static final int EVENTS = 20_000;
    private static final int AT_A_TIME = 400;

    @Test
    void whatTravelsTogetherIsStoredOnceAndInItsOrder(NodeControl control) {
        LogSettings settings = LogShapes.shards(1);
        BrokerNode broker = control.broker("broker");
        broker.setting("tidings.shards", "1");
        broker.start();
        try (LogInstance instance = LogInstance.of(broker.instanceUrl(), settings);
                LogInstance other = LogInstance.of(broker.instanceUrl(), settings)) {
            // One of the two leads: what it publishes itself goes another way.
            List<Publisher> publishers = List.of(
                    Publisher.start(instance, "p", "c:a", EVENTS, AT_A_TIME),
                    Publisher.start(other, "q", "c:b", EVENTS, AT_A_TIME));
            for (int kill = 1; kill <= KILLS; kill++) {
                int some = kill * EVENTS / (KILLS + 1);
                publishers.forEach(publisher -> publisher.awaitPublished(some));
                broker.kill9();
                broker.start();
            }
            publishers.forEach(Publisher::finish);
            assertThat(publishers).as("killed with many on their way").anyMatch(publisher -> publisher.cutOff() > 0);
            assertThat(commits(instance) + commits(other))
                    .as("transactions, for so many events")
                    .isLessThan(2 * EVENTS / 10);

            instance.awaitEvents(0, 2 * EVENTS);
            List<Event> events = instance.read.events(0);
            publishers.forEach(publisher -> publisher.assertInOrder(events));
            assertThat(events).extracting(Event::messageId).doesNotHaveDuplicates();
            assertThat(instance.read.holes(0)).isEmpty();
            try (LogInstance later = LogInstance.of(broker.instanceUrl(), settings)) {
                assertThat(later.read.events(0)).isEqualTo(events);
            }
        }
    }

    private static long commits(LogInstance instance) {
        return instance.meters.get("tidings.log.commit").timer().count();
    }
}
