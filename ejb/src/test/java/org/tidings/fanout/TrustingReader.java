package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidings.history.StoredEvent;

/**
 * A client that believes what it is told, and proves from that alone that it knows of every event of its channel: each came, or lies
 * in a gap, with the right count, and {@code prev} never points behind what it knows.
 */
final class TrustingReader {

    private static final Pattern GAP = Pattern.compile(
            "\"action\":\"gap\".*\"after\":(\\d+),\"before\":(\\d+),\"count\":(\\d+),\"reason\":\"([a-z-]+)\"");

    /** By text of the envelope, all that were published, and by position. */
    private final List<StoredEvent> published = new ArrayList<>();

    private final TreeMap<Long, StoredEvent> missed = new TreeMap<>();
    private long position;
    final List<Long> got = new ArrayList<>();
    /** Reason and count. */
    final List<String> gaps = new ArrayList<>();

    void published(StoredEvent event) {
        published.add(event);
        missed.put(event.seq(), event);
    }

    /** Begins behind this position. */
    void startsAt(long seq) {
        position = seq;
        missed.headMap(seq, true).clear();
    }

    void reads(List<String> envelopes) {
        envelopes.forEach(this::read);
    }

    private void read(String envelope) {
        Matcher gap = GAP.matcher(envelope);
        if (gap.find()) {
            long after = Long.parseLong(gap.group(1));
            long before = Long.parseLong(gap.group(2));
            assertThat(after).as("a gap begins where one stands: %s", envelope).isGreaterThanOrEqualTo(position);
            assertThat(missed.headMap(after, true))
                    .as("nothing was passed over before %s", envelope)
                    .isEmpty();
            var named = missed.subMap(after, false, before, false);
            assertThat(named).as("%s names as many as there are", envelope).hasSize(Integer.parseInt(gap.group(3)));
            named.clear();
            gaps.add(gap.group(4) + " " + gap.group(3));
            position = before - 1;
            return;
        }
        StoredEvent event = published.stream()
                .filter(each -> each.envelope().equals(envelope))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody published " + envelope));
        assertThat(event.seq()).as("in order and once").isGreaterThan(position);
        assertThat(event.prev()).as("a hole before %s", envelope).isLessThanOrEqualTo(position);
        position = event.seq();
        got.add(event.seq());
        missed.remove(event.seq());
    }

    /** Everything came or was named. */
    void knowsAll() {
        assertThat(missed.keySet()).as("neither given nor told").isEmpty();
    }
}
