package org.tidings.fanout;

import java.util.function.LongFunction;
import org.tidings.history.StoredEvent;

/**
 * Where a subscription's events go: a connection's outbound queue. Called under the feed's lock, on any thread; must neither
 * block nor call back into the feed.
 */
public interface Outlet {

    /** Queues a subscription's event. False if there is no room: it was not queued, and the subscription must fall behind. */
    boolean offer(Subscription subscription, StoredEvent event);

    /**
     * Takes back what waits of a subscription, up to a position: its subscriber has no right to it any more.
     *
     * @param notice makes, of the first event's position, the envelope that is queued in the place of all; null for none
     * @return whether anything waited
     */
    boolean takeBack(Subscription subscription, long through, LongFunction<String> notice);

    /** Queues what must not be lost: a reply, a gap, a position. */
    void control(String envelope);

    /** The subscription is behind; call {@link ShardFeed#catchUp} for it as there is room. */
    void behind(Subscription subscription);
}
