package org.tidings.testkit;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of one channel in one incarnation of the log: which event stands where. Pieced together from
 * acknowledgements and deliveries, in whatever order these are told.
 */
final class ChannelHistory {

    private final String channel;
    private final ChannelPublishes publishes;
    private final Findings findings;
    private final Positions positions = new Positions();

    /** Per publisher, its events by position. */
    private final Map<String, Positions> byPublisher = new HashMap<>();

    ChannelHistory(String channel, ChannelPublishes publishes, Findings findings) {
        this.channel = channel;
        this.publishes = publishes;
        this.findings = findings;
    }

    Positions positions() {
        return positions;
    }

    ChannelPublishes publishes() {
        return publishes;
    }

    /** Takes note that an event stands at a position: the event. */
    PublishHistory stands(long seq, String messageId) {
        PublishHistory known = positions.find(seq);
        if (known != null && known.messageId.equals(messageId)) {
            return known;
        }
        PublishHistory publish = publishes.of(messageId);
        if (known != null) {
            report(new Violation.Divergent(channel, seq, known.messageId, messageId));
        } else if (publish.standsIn(this)) {
            long first = Math.min(publish.seq(), seq);
            report(new Violation.StoredTwice(channel, messageId, first, Math.max(publish.seq(), seq)));
            positions.add(seq, publish);
        } else {
            place(seq, publish);
        }
        return publish;
    }

    private void place(long seq, PublishHistory publish) {
        positions.add(seq, publish);
        publish.stands(this, seq);
        if (publish.wasRefused()) {
            report(new Violation.StoredThoughRefused(channel, seq, publish.messageId, publish.answer()));
        }
        if (publish.publisher != null) {
            checkOrder(seq, publish);
        }
    }

    private void checkOrder(long seq, PublishHistory publish) {
        Positions own = byPublisher.computeIfAbsent(publish.publisher, name -> new Positions());
        int index = own.add(seq, publish);
        PublishHistory before = index == 0 ? null : own.at(index - 1);
        PublishHistory after = index == own.size() - 1 ? null : own.at(index + 1);
        if (before != null && before.index > publish.index) {
            report(new Violation.Swapped(publish.publisher, channel, publish.messageId, before.messageId));
        }
        if (after != null && after.index < publish.index) {
            report(new Violation.Swapped(publish.publisher, channel, after.messageId, publish.messageId));
        }
    }

    /**
     * Finds events that stand behind one that was sent after they had been acknowledged. Each is reported once, with the
     * one of those before it that was sent last.
     */
    void reportOvertaken() {
        PublishHistory sentLast = null;
        for (int i = 0; i < positions.size(); i++) {
            PublishHistory publish = positions.at(i);
            if (publish.publisher == null || isRepetition(i)) {
                continue;
            }
            if (sentLast != null && publish.acknowledged() && sentLast.sentNanos - publish.answeredNanos() > 0) {
                report(new Violation.Overtook(channel, publish.messageId, sentLast.messageId));
            }
            if (sentLast == null || publish.sentNanos - sentLast.sentNanos > 0) {
                sentLast = publish;
            }
        }
    }

    /** Whether the event was found at another position first. */
    boolean isRepetition(int index) {
        PublishHistory publish = positions.at(index);
        return publish.standsIn(this) && publish.seq() != positions.seq(index);
    }

    private void report(Violation violation) {
        findings.add(violation, this, null);
    }
}
