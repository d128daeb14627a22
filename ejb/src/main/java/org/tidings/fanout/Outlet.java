package org.tidings.fanout;

import org.tidings.history.StoredEvent;

/**
 * Where a subscription's events go: a connection's outbound queue. Called under the feed's lock, on any thread; must neither
 * block nor call back into the feed.
 */
public interface Outlet {

    /** Queues an event. False if there is no room: it was not queued, and the subscription must fall behind. */
    boolean offer(StoredEvent event);

    /** Queues what must not be lost: a reply, a gap, a position. */
    void control(String envelope);

    /** The subscription is behind; call {@link ShardFeed#catchUp} for it as there is room. */
    void behind(Subscription subscription);
}
