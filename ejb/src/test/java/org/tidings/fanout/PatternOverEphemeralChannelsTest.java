package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.authorization.ChannelPattern;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.filter.BadFilter;
import org.tidings.filter.Filters;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceFiles;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/** Events without a position must not be given one by the pattern that they come by, nor come without a right. */
class PatternOverEphemeralChannelsTest {

    private static final NamespaceOptions EPHEMERAL =
            NamespaceFiles.options("{'durability':'ephemeral','patterns':true}");

    private final ShardFeed feed =
            new ShardFeed(0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis));
    private final RecordingOutlet outlet = new RecordingOutlet();
    private final Set<String> denied = new HashSet<>();
    private Subscription part;

    @BeforeEach
    void subscribe() throws BadFilter {
        ChannelRights rights = new ChannelRights() {
            @Override
            public boolean mayHear(String channel) {
                return !denied.contains(channel);
            }

            @Override
            public boolean mayReadPast(String channel) {
                return false;
            }
        };
        feed.newEpoch("k1", 1);
        ChannelPattern pattern = ChannelPattern.ofSubscription("cursor:*").orElseThrow();
        part = feed.subscription(
                pattern, outlet, EPHEMERAL, new Filters(new SimpleMeterRegistry()).of("x > 1"), rights);
        feed.look(part, new StartFrom.Now());
        feed.begin(part);
    }

    private void send(String channel, int x) {
        String envelope = EnvelopeCodec.encode(
                Envelope.event(Action.MESSAGE).channel(channel).payload("1").build());
        feed.ephemeral(
                channel, new StoredEvent(0, 0, 0, envelope, envelope.length(), Map.of("x", Integer.toString(x)), 0, 4));
    }

    @Test
    void eventsComeWithThePatternAndWithoutAPosition() {
        assertThat(feed.isFollowed("cursor:1")).isTrue();
        assertThat(feed.isFollowed("other:1")).isFalse();
        send("cursor:1", 2);
        send("cursor:1", 1);
        send("other:1", 2);
        assertThat(outlet.received())
                .containsExactly("{\"v\":1,\"type\":\"event\",\"action\":\"message\",\"pattern\":\"cursor:*\","
                        + "\"channel\":\"cursor:1\",\"payload\":1}");
    }

    @Test
    void whatIsDeniedDoesNotComeUntilItIsAllowed() {
        denied.add("cursor:1");
        send("cursor:1", 2);
        assertThat(outlet.received()).isEmpty();
        denied.clear();
        send("cursor:1", 2);
        assertThat(outlet.received()).hasSize(1);
    }

    @Test
    void whoHasNoRoomIsToldHowManyAreLost() {
        outlet.room = 0;
        send("cursor:1", 2);
        send("cursor:2", 1);
        send("cursor:2", 3);
        outlet.room = 10;
        feed.catchUp(outlet.nextBehind());
        send("cursor:1", 4);
        List<String> received = outlet.received();
        assertThat(received).hasSize(2);
        assertThat(received.get(0))
                .contains("\"action\":\"gap\",\"channel\":\"cursor:*\"", "\"count\":2", "\"reason\":\"dropped\"")
                .doesNotContain("after", "epoch");
        feed.detach(part);
        assertThat(feed.isFollowed("cursor:1")).isFalse();
    }

    @Test
    void newEpochBeforeItsBeginningIsNoneOfItsConcern() throws BadFilter {
        Subscription another = feed.subscription(
                ChannelPattern.ofSubscription("cursor:*").orElseThrow(),
                outlet,
                EPHEMERAL,
                null,
                part.pattern().rights());
        feed.look(another, new StartFrom.Now());
        feed.newEpoch("k2", 1);
        feed.begin(another);
        assertThat(outlet.received()).isEmpty();
    }
}
