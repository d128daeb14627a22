package org.tidings.testkit.load;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Also measures how late events come to those who read, and looks whether the gaps are exact that the slow are told. On the
 * swarm's thread.
 */
final class GapHistory extends CheckedHistory {

    private final Set<String> slow = new HashSet<>();

    /** Channels of which nobody else knows what is missing. */
    private final Set<String> uncounted = new HashSet<>();

    /** What anybody has seen of each channel. */
    private final Map<String, NavigableSet<Long>> known = new HashMap<>();

    /** Where the last gap of each client and channel ends. */
    private final Map<String, Long> missingBefore = new HashMap<>();

    /** Null while nothing is measured. */
    private Times times;

    private int gaps;
    private int inexact;

    /** One of the slow; before it connects. */
    void addSlow(SwarmClient client) {
        slow.add(client.name());
    }

    /** A channel that only the slow follow; before they connect. */
    void leaveUncounted(String channel) {
        uncounted.add(channel);
    }

    /** @param into what; null to measure no more */
    void measure(Times into) {
        times = into;
    }

    int gaps() {
        return gaps;
    }

    /** Gaps with a wrong count, and events that came although a gap had named them. */
    int inexact() {
        return inexact;
    }

    @Override
    public void message(SwarmClient client, WireText event, long nanos) {
        super.message(client, event, nanos);
        known.computeIfAbsent(event.channel, name -> new TreeSet<>()).add(event.seq);
        if (slow.contains(client.name())) {
            inexact += event.seq < missingBefore.getOrDefault(client.name() + event.channel, 0L) ? 1 : 0;
        } else if (times != null) {
            times.record(nanos - PacedPublisher.due(event));
        }
    }

    @Override
    public void gap(SwarmClient client, String channel, long after, long before, long count) {
        super.gap(client, channel, after, before, count);
        gaps++;
        missingBefore.put(client.name() + channel, before);
        int missing = known.getOrDefault(channel, Collections.emptyNavigableSet())
                .subSet(after, false, before, false)
                .size();
        inexact += count >= 0 && count != missing && !uncounted.contains(channel) ? 1 : 0;
    }
}
