package org.tidings.fanout;

import java.util.function.Function;
import java.util.function.LongFunction;
import org.tidings.history.StoredEvent;

/**
 * Where a subscription's events go: a connection's outbound queue. Called under the feed's lock, on any thread; must neither
 * block nor call back into the feed.
 */
public interface Outlet {

    /**
     * Queues a subscription's event. False if there is no room: nothing was queued, and the subscription must fall behind.
     *
     * @param before an envelope that goes right before the event, or not at all; null for none
     */
    boolean offer(Subscription subscription, StoredEvent event, String before);

    /** Queues what must not be lost and belongs between a subscription's events: a gap. */
    void notice(Subscription subscription, String envelope);

    /** Queues what is true only behind everything that waits: a position. */
    void position(String envelope);

    /**
     * Takes back what waits of a subscription, up to a position: its subscriber has no right to it any more.
     *
     * @param notice makes, of the first event's position, the envelope that is queued in the place of all; null for none
     * @return whether anything waited
     */
    boolean takeBack(Subscription subscription, long through, LongFunction<String> notice);

    /**
     * Takes back some of what waits of a subscription.
     *
     * @param instead of a waiting event, the envelope that is queued in its place; null where it stays, empty where nothing is
     */
    void retract(Subscription subscription, Function<StoredEvent, String> instead);

    /** The subscription has something to get as soon as there is room; call {@link ShardFeed#catchUp} for it then. */
    void behind(Subscription subscription);

    /** The subscription found no room, and that is to be the end of its connection, soon. */
    void tooSlow(Subscription subscription);

    /** Takes note of bytes that a subscription keeps until there is room. False if that would be too many: they do not count then. */
    boolean hold(int bytes);

    /** That many are not kept any more. */
    void release(int bytes);
}
