package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** Whoever wants some events only, or those of many channels, must come back to any instance without a loss, and without a false alarm. */
@ExtendWith(NodesExtension.class)
class FiltersAndPatternsIT {

    private static final String EXPENSIVE = "price > 10 AND region = 'eu'";

    private NodePair pair;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
    }

    private WireClient alice() {
        return pair.a().connect(pair.tokens().of("alice"));
    }

    private static WireEnvelope publish(WireClient publisher, String channel, int price) {
        return publisher
                .request("publish")
                .channel(channel)
                .member("headers", "{\"region\":\"eu\",\"price\":\"" + price + "\"}")
                .payload(Integer.toString(price))
                .reply();
    }

    private static void assertFiltered(WireEnvelope filtered, long after, long before, int count) {
        assertThat(filtered.action()).isEqualTo("filtered");
        assertThat(filtered.payload().getJsonNumber("after").longValue()).isLessThanOrEqualTo(after);
        assertThat(filtered.payload().getJsonNumber("before").longValue()).isEqualTo(before);
        assertThat(filtered.payload().getInt("count")).isEqualTo(count);
    }

    @Test
    void whatAFilterLeavesOutIsToldAndRecoveredFromLikeTheRest() {
        String channel = pair.freshChannel();
        try (WireClient publisher = alice()) {
            WireEnvelope first;
            WireEnvelope last;
            try (WireClient reader = pair.b().connect(pair.tokens().of("bob"))) {
                WireEnvelope begun = reader.request("subscribe")
                        .channel(channel)
                        .payload("{\"filter\":\"" + EXPENSIVE + "\"}")
                        .reply();
                WireEnvelope cheap = publish(publisher, channel, 5);
                first = publish(publisher, channel, 20);
                assertFiltered(reader.events().take(), begun.seq(), cheap.seq() + 1, 1);
                assertThat(reader.events().take("message").prev()).isEqualTo(cheap.seq());
                last = publish(publisher, channel, 7);
                long quiet = last.seq();
                Await.await(
                        () -> reader.events().timed("position").stream()
                                .map(WireEnvelope::payload)
                                .anyMatch(position -> position.getInt("shard") == begun.shard()
                                        && position.getJsonNumber("seq").longValue() >= quiet),
                        "the position behind an event that was left out");
                reader.assertExhausted();
                assertThat(reader.request("subscribe")
                                .channel(channel)
                                .payload("{\"filter\":\"price < 10\"}")
                                .answer()
                                .errorCode())
                        .isEqualTo("already-subscribed");
            }
            publish(publisher, channel, 8);
            WireEnvelope second = publish(publisher, channel, 30);
            WireEnvelope cheapest = publish(publisher, channel, 1);
            WireEnvelope third = publish(publisher, channel, 40);
            try (WireClient reader = alice()) {
                WireEnvelope back = reader.request("subscribe")
                        .channel(channel)
                        .payload("{\"since\":{\"epoch\":\"" + first.epoch() + "\",\"seq\":" + first.seq()
                                + "},\"filter\":\"" + EXPENSIVE + "\"}")
                        .reply();
                assertThat(back.payload().getBoolean("recovered")).isTrue();
                assertThat(back.payload().getInt("count")).isEqualTo(2);
                assertFiltered(reader.events().take(), first.seq(), second.seq(), 2);
                assertThat(reader.events().take("message").seq()).isEqualTo(second.seq());
                assertFiltered(reader.events().take(), second.seq(), cheapest.seq() + 1, 1);
                assertThat(reader.events().take("message").seq()).isEqualTo(third.seq());
                reader.assertExhausted();
            }
        }
    }

    @Test
    void newestAreTheNewestOfThoseThatAreWantedAndAMistakeIsToldWithItsPlace() {
        String channel = pair.freshChannel();
        try (WireClient client = alice()) {
            for (int price = 8; price < 13; price++) {
                publish(client, channel, price);
            }
            publish(client, channel, 2);
            WireEnvelope wrong = client.request("subscribe")
                    .channel(channel)
                    .payload("{\"filter\":\"price > 10 ADN region = 'eu'\"}")
                    .error("bad-payload");
            assertThat(wrong.payload().getString("message")).contains("line 1, column 12");
            WireEnvelope subscribed = client.request("subscribe")
                    .channel(channel)
                    .payload("{\"last\":3,\"filter\":\"price > 8\"}")
                    .reply();
            assertThat(subscribed.payload().getInt("count")).isEqualTo(3);
            assertThat(client.events().takeMessages(3))
                    .extracting(WireEnvelope::payloadText)
                    .containsExactly("10", "11", "12");
        }
    }

    @Test
    void patternGoesOnWhereItWasInEveryShardAtTheOtherInstance() {
        String family = pair.freshChannel();
        String pattern = family + ":*";
        List<String> published = new ArrayList<>();
        Map<Integer, String> positions = new HashMap<>();
        List<WireEnvelope> seen = new ArrayList<>();
        try (WireClient publisher = alice()) {
            try (WireClient reader = pair.b().connect(pair.tokens().of("bob"))) {
                note(positions, reader.subscribe(pattern));
                for (int i = 0; i < 8; i++) {
                    published.add(at(publisher.publish(family + ":" + i, Integer.toString(i))));
                }
                publisher.publish(family, "0");
                seen.addAll(reader.events().takeMessages(8));
                reader.assertExhausted();
            }
            seen.forEach(event -> note(positions, event));
            for (int i = 4; i < 12; i++) {
                published.add(at(publisher.publish(family + ":" + i, Integer.toString(i))));
            }
            try (WireClient reader = alice()) {
                String since = positions.values().stream().collect(Collectors.joining(",", "{\"since\":[", "]}"));
                WireEnvelope back = reader.request("subscribe")
                        .channel(pattern)
                        .payload(since)
                        .reply();
                assertThat(back.payload().getBoolean("recovered")).isTrue();
                assertThat(back.payload().getInt("count")).isEqualTo(8);
                seen.addAll(reader.events().takeMessages(8));
                published.add(at(publisher.publish(family + ":new", "1")));
                seen.addAll(reader.events().takeMessages(1));
                reader.assertExhausted();
                assertThat(reader.subscribe(family + ":new").payload().getInt("count"))
                        .as("a subscription of its own")
                        .isZero();
                publisher.publish(family + ":new", "2");
                List<WireEnvelope> both = reader.events().takeMessages(2);
                assertThat(both).extracting(event -> event.has("pattern")).containsExactlyInAnyOrder(true, false);
                reader.request("unsubscribe").channel(pattern).reply();
                publisher.publish(family + ":new", "3");
                assertThat(reader.events().takeMessages(1)).noneMatch(event -> event.has("pattern"));
                reader.assertExhausted();
            }
        }
        assertThat(seen).extracting(FiltersAndPatternsIT::at).containsExactlyInAnyOrderElementsOf(published);
        assertThat(seen).allMatch(event -> event.json().getString("pattern").equals(pattern));
        Map<Integer, Long> last = new HashMap<>();
        for (WireEnvelope event : seen) {
            long before = last.getOrDefault(event.shard(), 0L);
            assertThat(event.seq()).as("in the order of its shard").isGreaterThan(before);
            assertThat(event.json().getJsonNumber("patternPrev").longValue()).isGreaterThanOrEqualTo(before);
            last.put(event.shard(), event.seq());
        }
    }

    @Test
    void patternBringsNothingOfAChannelThatIsNotForItsSubscriberAlsoBehindANewToken() {
        String family = pair.freshChannel();
        String mine = family + ":mine:1";
        String others = family + ":others:1";
        String both = pair.tokens().narrowed("bob", List.of(family + ":*"), List.of());
        String some = pair.tokens().narrowed("bob", List.of(family + ":mine:*"), List.of());
        String none = pair.tokens().narrowed("bob", List.of("it:else:*"), List.of());
        try (WireClient publisher = alice();
                WireClient reader = pair.b().connect(both)) {
            reader.subscribe(family + ":*");
            publisher.publish(others, "1");
            assertThat(reader.events().take("message").channel()).isEqualTo(others);
            reader.request("authenticate")
                    .payload("{\"token\":\"" + some + "\"}")
                    .reply();
            publisher.publish(others, "2");
            publisher.publish(mine, "3");
            assertThat(reader.events().take("message").channel()).isEqualTo(mine);
            reader.assertExhausted();
            reader.request("authenticate")
                    .payload("{\"token\":\"" + none + "\"}")
                    .reply();
            WireEnvelope ended = reader.events().take("unsubscribed");
            assertThat(ended.channel()).isEqualTo(family + ":*");
            assertThat(ended.payload().getString("code")).isEqualTo("forbidden");
            reader.request("subscribe").channel(family + ":*").error("forbidden");
            publisher.publish(mine, "4");
            reader.assertExhausted();
            publisher.request("subscribe").channel("chat:*").error("unsupported");
            publisher.request("subscribe").channel("it:*x").error("bad-channel");
            publisher.request("subscribe").channel("user:*").error("forbidden");
        }
    }

    private static void note(Map<Integer, String> positions, WireEnvelope told) {
        if (told.action().equals("message")) {
            positions.put(told.shard(), position(told.epoch(), told.shard(), told.seq()));
            return;
        }
        for (JsonObject begun : told.payload().getJsonArray("positions").getValuesAs(JsonObject.class)) {
            int shard = begun.getInt("shard");
            positions.put(
                    shard,
                    position(
                            begun.getString("epoch"),
                            shard,
                            begun.getJsonNumber("seq").longValue()));
        }
    }

    private static String position(String epoch, int shard, long seq) {
        return "{\"epoch\":\"" + epoch + "\",\"shard\":" + shard + ",\"seq\":" + seq + "}";
    }

    private static String at(WireEnvelope stored) {
        return stored.shard() + "/" + stored.seq();
    }
}
