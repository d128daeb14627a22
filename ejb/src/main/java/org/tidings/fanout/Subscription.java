package org.tidings.fanout;

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
    /** Whether events go straight to the outlet; otherwise it is catching up from the history. */
    private boolean live;

    private boolean attached;
    /** Of an ephemeral channel: events that found no room, and of which the subscriber does not know yet. */
    private long dropped;

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
    NamespaceOptions options() {
        return options;
    }

    boolean ephemeral() {
        return options.ephemeral();
    }

    void drop() {
        dropped++;
    }

    /** How many were dropped since this was asked last. */
    long takeDropped() {
        long taken = dropped;
        dropped = 0;
        return taken;
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
    }

    boolean attached() {
        return attached;
    }

    boolean live() {
        return live;
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
