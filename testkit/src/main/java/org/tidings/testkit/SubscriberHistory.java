package org.tidings.testkit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one subscriber was given of one channel in one incarnation of the log. */
final class SubscriberHistory {

    /** Both ends are outside of it. */
    private record Gap(long after, long before) {}

    /** A hole of which an event's {@code prev} told: all behind {@code position}, up to {@code prev} itself. */
    private static final class Hole {

        private final long position;
        private final long prev;
        private Findings.Finding finding;

        Hole(long position, long prev) {
            this.position = position;
            this.prev = prev;
        }
    }

    private final String subscriber;
    private final String channel;
    private final ChannelHistory log;
    private final Findings findings;

    /** It is owed nothing at or before this. */
    private final long start;

    private final BitSet seen = new BitSet();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Hole> holes = new ArrayList<>();

    /** The {@code prev} of every event that came too late, by its position. */
    private final Map<Long, Long> late = new HashMap<>();

    private long lastSeen;
    private long position;

    /** Where its subscription ended for good; until then it is owed everything. */
    private long end = Long.MAX_VALUE;

    SubscriberHistory(String subscriber, String channel, ChannelHistory log, long start, Findings findings) {
        this.subscriber = subscriber;
        this.channel = channel;
        this.log = log;
        this.start = start;
        this.position = start;
        this.lastSeen = start;
        this.findings = findings;
    }

    String subscriber() {
        return subscriber;
    }

    void saw(long seq, long prev, String messageId) {
        PublishHistory publish = log.stands(seq, messageId);
        if (publish.publisher == null) {
            report(new Violation.Invented(subscriber, channel, seq, messageId));
        }
        if (hasSeen(seq)) {
            report(new Violation.DeliveredTwice(subscriber, channel, seq));
            return;
        }
        seen.set(Math.toIntExact(seq));
        if (seq < lastSeen) {
            report(new Violation.Reordered(subscriber, channel, lastSeen, seq));
            late.put(seq, prev);
            holes.removeIf(this::judgeAgain);
            return;
        }
        if (prev > position) {
            Hole hole = new Hole(position, prev);
            hole.finding = report(new Violation.UnannouncedGap(subscriber, channel, position, prev));
            holes.add(hole);
        }
        lastSeen = seq;
        position = Math.max(position, seq);
    }

    /**
     * What seemed to be missing came late: then that is what is wrong, and no gap. Whether all of the hole is filled is
     * told by the latecomers' own predecessors.
     */
    private boolean judgeAgain(Hole hole) {
        long missing = hole.prev;
        while (missing > hole.position && hasSeen(missing)) {
            missing = late.get(missing);
        }
        if (missing != hole.prev) {
            findings.retract(hole.finding);
        }
        if (missing <= hole.position) {
            return true;
        }
        if (missing != hole.prev) {
            hole.finding = report(new Violation.UnannouncedGap(subscriber, channel, hole.position, missing));
        }
        return false;
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

    boolean hasSeen(long seq) {
        return seen.get(Math.toIntExact(seq));
    }

    /** The nearest delivered position before another; −1 where there is none. */
    long seenBefore(long seq) {
        return seq <= 0 ? -1 : seen.previousSetBit(Math.toIntExact(seq - 1));
    }

    /** The nearest delivered position behind another; −1 where there is none. */
    long seenAfter(long seq) {
        return seen.nextSetBit(Math.toIntExact(seq + 1));
    }

    void reportLosses() {
        Positions positions = log.positions();
        for (int i = positions.after(start); i < positions.size() && positions.seq(i) <= end; i++) {
            PublishHistory publish = positions.at(i);
            long seq = positions.seq(i);
            if (publish.acknowledged() && !log.isRepetition(i) && !hasSeen(seq) && !announced(seq)) {
                report(new Violation.Lost(subscriber, channel, seq, publish.messageId));
            }
        }
    }

    boolean announced(long seq) {
        return gaps.stream().anyMatch(gap -> gap.after < seq && seq < gap.before);
    }

    private Findings.Finding report(Violation violation) {
        return findings.add(violation, log, this);
    }
}
