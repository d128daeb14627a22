package org.tidings.testkit.generator;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Publishes so that always as many are under way, counted by their deliveries: a server that does more is given more, and
 * none is ever idle or flooded. Confined to the publishing loop's thread.
 */
final class Window implements Work {

    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final List<Publisher> publishers;
    private final List<Feed> feeds;
    private final int publishes;
    private final LongSupplier delivered;

    /** How many deliveries there will have been when everything published so far has come. */
    private long expected;

    private int turn;

    /**
     * @param publishes how many are under way
     * @param delivered deliveries so far; none are under way now
     */
    Window(List<Publisher> publishers, List<Feed> feeds, int publishes, LongSupplier delivered) {
        this.publishers = publishers;
        this.feeds = feeds;
        this.publishes = publishes;
        this.delivered = delivered;
        this.expected = delivered.getAsLong();
    }

    @Override
    public long run() {
        long came = delivered.getAsLong();
        for (; ; ) {
            Feed feed = feeds.get(turn % feeds.size());
            Publisher publisher = publishers.get(turn % publishers.size());
            if (expected - came >= (long) publishes * feed.subscribers() || publisher.isBehind()) {
                return LOOK_AGAIN_NANOS;
            }
            publisher.publish(feed, System.nanoTime());
            expected += feed.subscribers();
            turn++;
        }
    }
}
