package org.tidings.presence;

import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.PresenceChange;
import org.tidings.envelope.PresenceCount;

/** An event for those who watch a channel. @param version of the channel, with the event */
record Told(long version, String envelope) {

    static Told join(String channel, PresenceChange change) {
        return change(Action.JOIN, channel, change);
    }

    static Told leave(String channel, PresenceChange change) {
        return change(Action.LEAVE, channel, change);
    }

    private static Told change(String action, String channel, PresenceChange change) {
        return new Told(
                change.version(),
                EnvelopeCodec.encode(Envelope.event(action)
                        .channel(channel)
                        .from(change.user())
                        .payload(change.write())
                        .build()));
    }

    /** More has changed than is told one by one. */
    static Told summary(String channel, long version, int count) {
        return new Told(
                version,
                EnvelopeCodec.encode(Envelope.event(Action.PRESENCE)
                        .channel(channel)
                        .payload(new PresenceCount(version, (long) count))
                        .build()));
    }
}
