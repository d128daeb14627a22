package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** How much of a channel's past there is depends on its namespace alone, never on what others publish, nor on the instance. */
@ExtendWith(NodesExtension.class)
class NamespacesKeepTheirOwnPastIT {

    /** Entries that the log of the loud namespace retains. */
    private static final int RING = 200;

    private static final int CHAT_EVENTS = 50;

    private NodePair pair;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
    }

    @Test
    void loudNamespacePushesNeitherTheHistoryOfOthersOutNorALastValue() {
        String quiet = pair.freshChannel();
        String status = pair.freshChannel("status");
        String ticks = pair.freshChannel("ticks");
        try (WireClient publisher = pair.a().connect(pair.tokens().of("alice"));
                WireClient reader = pair.b().connect(pair.tokens().of("bob"))) {
            List<Long> quietSeqs = publish(publisher, quiet, 10);
            publisher.publish(status, "\"closed\"");
            WireEnvelope value = publisher.publish(status, "\"open\"");
            WireEnvelope firstTick = publisher.publish(ticks, "0");
            List<Long> tickSeqs = publish(publisher, ticks, 3 * RING);

            WireEnvelope last = reader.subscribe(status);
            assertThat(last.epoch()).as("one log for both").isEqualTo(firstTick.epoch());
            assertThat(last.payload().getInt("count")).isOne();
            assertThat(last.payload().getBoolean("recovered")).isTrue();
            WireEnvelope open = reader.events().take("message");
            assertThat(open.payloadText()).isEqualTo("\"open\"");
            assertThat(open.seq()).isEqualTo(value.seq()).isLessThan(last.seq() - RING);
            WireEnvelope next = publisher.publish(status, "\"closed\"");
            WireEnvelope closed = reader.events().take("message");
            assertThat(closed.seq()).isEqualTo(next.seq());
            assertThat(closed.prev()).as("nothing between").isEqualTo(value.seq());

            WireEnvelope late = reader.subscribe(ticks, firstTick.epoch(), firstTick.seq());
            JsonObject gap = late.payload().getJsonObject("gap");
            assertThat(gap.getString("reason")).isEqualTo("expired");
            long before = gap.getJsonNumber("before").longValue();
            assertThat(reader.events().takeMessages(late.payload().getInt("count")))
                    .extracting(WireEnvelope::seq)
                    .isEqualTo(tickSeqs.stream().filter(seq -> seq >= before).toList());
            WireEnvelope history = reader.request("history").channel(quiet).reply();
            assertThat(history.events()).extracting(WireEnvelope::seq).isEqualTo(quietSeqs);
            assertThat(history.shard()).isNotEqualTo(late.shard());
            awaitPosition(reader, late.shard(), next.seq());
        }
    }

    @Test
    void historyOfANamespaceIsAsLongAsItSaysAndWhoMissedMoreIsToldExactlyWhat() {
        String chat = pair.freshChannel("chat");
        try (WireClient publisher = pair.a().connect(pair.tokens().of("alice"));
                WireClient reader = pair.b().connect(pair.tokens().of("bob"))) {
            WireEnvelope first = publisher.publish(chat, "0");
            List<Long> seqs = publish(publisher, chat, CHAT_EVENTS + 10);
            List<Long> kept = seqs.subList(10, seqs.size());

            WireEnvelope history = reader.request("history")
                    .channel(chat)
                    .payload("{\"limit\":1000}")
                    .reply();
            assertThat(history.events()).extracting(WireEnvelope::seq).isEqualTo(kept);
            WireEnvelope subscribed = reader.subscribe(chat, first.epoch(), first.seq());
            assertThat(subscribed.payload().getBoolean("recovered")).isFalse();
            JsonObject gap = subscribed.payload().getJsonObject("gap");
            assertThat(gap.getString("reason")).isEqualTo("expired");
            assertThat(gap.getJsonNumber("after").longValue()).isEqualTo(first.seq());
            assertThat(gap.getJsonNumber("before").longValue()).isEqualTo(kept.get(0));
            assertThat(reader.events().takeMessages(CHAT_EVENTS))
                    .extracting(WireEnvelope::seq)
                    .isEqualTo(kept);
            WireEnvelope again = publisher.subscribe(chat, first.epoch(), seqs.get(9));
            assertThat(again.payload().getBoolean("recovered")).isTrue();
        }
    }

    private static List<Long> publish(WireClient publisher, String channel, int count) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            seqs.add(publisher.publish(channel, Integer.toString(i)).seq());
        }
        return seqs;
    }

    private static void awaitPosition(WireClient reader, int shard, long seq) {
        Await.await(
                () -> reader.events().timed("position").stream()
                        .map(WireEnvelope::payload)
                        .anyMatch(position -> position.getInt("shard") == shard
                                && position.getJsonNumber("seq").longValue() >= seq),
                "the position of the loud log");
    }
}
