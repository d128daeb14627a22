package org.tidings.testkit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** What one subscriber was given of one channel in one incarnation of the log. */
final class SubscriberHistory {

    /** Both ends are outside of it. */
    private record Gap(long after, long before) {}

    private final String subscriber;
    private final String channel;
    private final ChannelHistory history;
    private final Consumer<Violation> violations;

    /** It is owed nothing at or before this. */
    private final long start;

    private final BitSet seen = new BitSet();
    private final List<Gap> gaps = new ArrayList<>();
    private long lastSeen;
    private long position;

    /** Where its subscription ended for good; until then it is owed everything. */
    private long end = Long.MAX_VALUE;

    SubscriberHistory(
            String subscriber, String channel, ChannelHistory history, long start, Consumer<Violation> violations) {
        this.subscriber = subscriber;
        this.channel = channel;
        this.history = history;
        this.start = start;
        this.position = start;
        this.lastSeen = start;
        this.violations = violations;
    }

    void saw(long seq, long prev, String messageId) {
        history.stands(seq, messageId);
        if (!history.wasSent(messageId)) {
            violations.accept(new Violation.Invented(subscriber, channel, seq, messageId));
        }
        if (seen.get(Math.toIntExact(seq))) {
            violations.accept(new Violation.DeliveredTwice(subscriber, channel, seq));
            return;
        }
        seen.set(Math.toIntExact(seq));
        if (seq < lastSeen) {
            violations.accept(new Violation.Reordered(subscriber, channel, lastSeen, seq));
            return;
        }
        if (prev > position) {
            violations.accept(new Violation.UnannouncedGap(subscriber, channel, position, prev));
        }
        lastSeen = seq;
        position = Math.max(position, seq);
    }

    /** The server says that the subscriber has everything up to here. */
    void positioned(long seq) {
        position = Math.max(position, seq);
    }

    void gap(long after, long before) {
        gaps.add(new Gap(after, before));
        position = Math.max(position, before - 1);
    }

    void ended() {
        end = position;
    }

    void reportLosses() {
        history.acknowledgedAfter(start).headMap(end, true).forEach((seq, messageId) -> {
            if (!seen.get(Math.toIntExact(seq)) && !announced(seq)) {
                violations.accept(new Violation.Lost(subscriber, channel, seq, messageId));
            }
        });
    }

    private boolean announced(long seq) {
        return gaps.stream().anyMatch(gap -> gap.after < seq && seq < gap.before);
    }
}
