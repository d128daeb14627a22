package org.tidings.fanout;

import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.Gap;
import org.tidings.namespace.NamespaceOptions;

/** One outlet's interest in one channel. Its state is guarded by the feed's lock. */
public final class Subscription {

    private final String channel;
    private final ShardFeed feed;
    private final Outlet outlet;
    /** Of the channel's namespace, as they were when it began. */
    private final NamespaceOptions options;
    /** The last position handed to the outlet, or the position it started from. */
    private long position;
    /** Where the shard stood when it began: what lies behind that is history. */
    private long began;
    /** Whether events go straight to the outlet; otherwise it is catching up, or drops what comes. */
    private boolean live;
    /** What it was not given since the outlet was last told; null for nothing. */
    private Omitted omitted;
    /** Ephemeral events that it gets when there is room; null until there is a first. */
    private Held held;

    private boolean attached;

    Subscription(String channel, ShardFeed feed, Outlet outlet, NamespaceOptions options) {
        this.channel = channel;
        this.feed = feed;
        this.outlet = outlet;
        this.options = options;
    }

    public String channel() {
        return channel;
    }

    public ShardFeed feed() {
        return feed;
    }

    Outlet outlet() {
        return outlet;
    }

    /** How the channel's events are to be delivered. */
    public NamespaceOptions options() {
        return options;
    }

    boolean ephemeral() {
        return options.ephemeral();
    }

    /** In which the positions of events count that are offered now. Guarded by the feed's lock. */
    public String epoch() {
        return feed.epoch();
    }

    /** The event that tells its subscriber of a gap. Any thread. @param epoch in which the gap's positions count */
    public String told(Gap gap, String epoch) {
        EnvelopeBuilder event = Envelope.event(Action.GAP).channel(channel).payload(gap);
        if (!ephemeral()) {
            event.epoch(epoch).shard(feed.shard());
        }
        return EnvelopeCodec.encode(event.build());
    }

    void attach(long from, long standing, boolean isLive) {
        attached = true;
        position = from;
        began = standing;
        live = isLive;
    }

    void detach() {
        attached = false;
        live = false;
        omitted = null;
        if (held != null) {
            held.clear();
        }
    }

    boolean attached() {
        return attached;
    }

    boolean live() {
        return live;
    }

    /** Whether it has no room, and what comes meanwhile is dropped. */
    boolean isDropping() {
        return omitted != null && omitted.reason() == Gap.Reason.DROPPED;
    }

    Omitted omitted() {
        return omitted;
    }

    void omit(Omitted events) {
        omitted = events;
    }

    Held held() {
        return held;
    }

    void hold(Held events) {
        held = events;
    }

    void fallBehind() {
        live = false;
    }

    void caughtUp(long at) {
        position = at;
        live = true;
    }

    long began() {
        return began;
    }

    long position() {
        return position;
    }

    void moveTo(long seq) {
        position = seq;
    }
}
