package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.log.LiveEvent;
import org.tidings.log.Publication;
import org.tidings.namespace.NamespaceFiles;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/** What has no position must neither get one from its shard nor move or hold up those of others. */
class EphemeralSubscriptionsTest {

    private static final NamespaceOptions EPHEMERAL = NamespaceFiles.read("{'cursor':{'durability':'ephemeral'}}")
            .of("cursor:a")
            .orElseThrow();

    private final ShardFeed feed =
            new ShardFeed(0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis));
    private final RecordingOutlet outlet = new RecordingOutlet();
    private final Subscription following = feed.subscription("cursor:a", outlet, EPHEMERAL);

    @BeforeEach
    void newLog() {
        feed.newEpoch("k1", 1);
        feed.attach(following, new StartFrom.Now(), attached -> {});
    }

    private static StoredEvent event(String payload) {
        return StoredEvent.of(new LiveEvent(0, 7, new Publication("cursor:a", "bob", null, payload, Map.of(), 0, 4)));
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            feed.ephemeral("cursor:a", event(Integer.toString(i)));
        }
    }

    @Test
    void anEventHasNoPlace() {
        publish(1);
        assertThat(outlet.received)
                .containsExactly("{\"v\":1,\"type\":\"event\",\"action\":\"message\",\"channel\":\"cursor:a\","
                        + "\"from\":\"bob\",\"at\":7,\"payload\":0}");
        assertThat(feed.retained()).isZero();
    }

    @Test
    void whatASlowSubscriberMissesIsToldExactlyAndBeforeWhatComesLater() {
        outlet.room = 1;
        publish(4);
        outlet.room = 10;
        publish(2);
        assertThat(feed.catchUp(outlet.nextBehind())).isTrue();
        publish(1);

        assertThat(outlet.received).hasSize(3);
        assertThat(outlet.received.get(1))
                .isEqualTo("{\"v\":1,\"type\":\"event\",\"action\":\"gap\",\"channel\":\"cursor:a\","
                        + "\"payload\":{\"count\":5,\"reason\":\"dropped\"}}");
        assertThat(outlet.nextBehind()).isNull();
    }

    @Test
    void aLossOnTheWayIsToldToEphemeralSubscriptionsAlone() {
        RecordingOutlet durable = new RecordingOutlet();
        feed.attach(feed.subscription("orders:a", durable, NamespaceOptions.OPEN), new StartFrom.Now(), attached -> {});
        feed.lost(40);

        assertThat(outlet.received).singleElement().asString().contains("{\"atMost\":40,\"reason\":\"dropped\"}");
        assertThat(durable.received).isEmpty();
    }

    @Test
    void holesAndNewEpochsOfTheLogAreNoneOfItsConcern() {
        feed.hole(3, 9);
        feed.newEpoch("k2", 1);
        publish(1);
        assertThat(outlet.received).singleElement().asString().contains("\"message\"");
    }

    @Test
    void thePositionOfDurableChannelsDoesNotWaitForIt() {
        RecordingOutlet another = new RecordingOutlet();
        Subscription durable = feed.subscription("orders:a", another, NamespaceOptions.OPEN);
        feed.attach(durable, new StartFrom.Now(), attached -> {});
        outlet.room = 0;
        publish(1);

        feed.announcePosition(List.of(following, durable), another);
        assertThat(another.received).singleElement().asString().contains("\"position\"");
        feed.announcePosition(List.of(following), outlet);
        assertThat(outlet.received).isEmpty();
    }

    /** The right to read the past says nothing about what has none. */
    @Test
    void theEndOfTheRightToHistoryTakesNothingBack() {
        publish(1);
        feed.endRecovery(following);
        assertThat(outlet.received).hasSize(1);
    }
}
