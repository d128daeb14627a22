package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * What was published to one channel, and what a subscriber proves of it from what the protocol tells alone: each event came or was
 * named, with the right count, and neither {@code prev} nor a {@code position} said otherwise.
 */
final class TrustingChannel {

    final String name;
    private final int shard;
    private final long begins;
    private final TreeSet<Long> published = new TreeSet<>();

    TrustingChannel(String name, WireEnvelope subscribed) {
        this.name = name;
        this.shard = subscribed.shard();
        this.begins = subscribed.seq();
    }

    /** @param fields further fields of the publish, as JSON */
    long publish(WireClient by, String payload, Map<String, String> fields) {
        var request = by.request("publish").channel(name).payload(payload);
        fields.forEach(request::member);
        long seq = request.reply().seq();
        published.add(seq);
        return seq;
    }

    /** What came, by what the gaps said, and the positions of the events that came. */
    record Told(List<Long> came, Map<String, Long> missed) {}

    Told prove(List<WireEnvelope> events) {
        TreeSet<Long> unknown = new TreeSet<>(published);
        List<Long> came = new ArrayList<>();
        Map<String, Long> missed = new LinkedHashMap<>();
        long position = begins;
        for (WireEnvelope event : events) {
            if (event.isEvent("position") && event.payload().getInt("shard") == shard) {
                assertThat(unknown.headSet(event.payload().getJsonNumber("seq").longValue(), true))
                        .as("neither come nor named before %s", event)
                        .isEmpty();
            } else if (!event.has("channel") || !name.equals(event.channel())) {
                continue;
            } else if (event.isEvent("message")) {
                assertThat(event.prev()).as("a hole before %s", event).isLessThanOrEqualTo(position);
                position = event.seq();
                came.add(position);
                assertThat(unknown.pollFirst()).as("in order, once").isEqualTo(position);
            } else if (event.isEvent("gap")) {
                JsonObject gap = event.payload();
                long before = gap.getJsonNumber("before").longValue();
                var named = unknown.subSet(gap.getJsonNumber("after").longValue(), false, before, false);
                assertThat(named).as("as many as %s says", event).hasSize(gap.getInt("count"));
                named.clear();
                assertThat(unknown.headSet(before)).as("behind %s", event).isEmpty();
                missed.merge(gap.getString("reason"), (long) gap.getInt("count"), Long::sum);
                position = before - 1;
            }
        }
        assertThat(unknown).as("%s: neither come nor named", name).isEmpty();
        return new Told(came, missed);
    }
}
