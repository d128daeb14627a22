package org.tidings.testkit.generator;

import java.nio.ByteBuffer;
import org.tidings.testkit.peer.Marker;

/** One connection that follows a feed. Confined to the receiving loop's thread. */
final class Subscriber implements Follower {

    private final Crowd crowd;
    private final Feed feed;
    private final Sequence seen;

    /** Null until the crowd has begun to connect it. */
    Link link;

    /** Whether it has said goodbye. */
    private boolean leaving;

    /** @param late whether it joins while something is published */
    Subscriber(Crowd crowd, Feed feed, boolean late) {
        this.crowd = crowd;
        this.feed = feed;
        this.seen = new Sequence(late ? Sequence.ANY : feed.published());
    }

    void leave(Flaws flaws) {
        leaving = true;
        seen.judgeGone(flaws);
        link.close();
    }

    @Override
    public void ready(Link ready) {
        crowd.ready();
    }

    @Override
    public void delivery(ByteBuffer bytes, int at, long nanos) {
        if (Marker.stream(bytes, at) != feed.stream()) {
            throw new IllegalStateException("a delivery of a channel that was not subscribed to");
        }
        if (leaving) {
            return;
        }
        seen.seen(Marker.number(bytes, at));
        crowd.delivered(nanos - Marker.due(bytes, at));
    }

    @Override
    public void ended(Link ended, String why) {
        if (!leaving) {
            crowd.ended(why);
        }
    }

    Feed feed() {
        return feed;
    }

    boolean hasAll() {
        return seen.hasAll(feed.published());
    }

    void judge(Flaws flaws) {
        seen.judge(feed.published(), flaws);
    }
}
