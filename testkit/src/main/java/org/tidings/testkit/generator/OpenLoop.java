package org.tidings.testkit.generator;

import java.util.List;

/**
 * Publishes at fixed times, whatever has become of what was published before; each feed in turn. When it falls behind it
 * catches up at once, and what it publishes then was due when it was due. Confined to the publishing loop's thread.
 */
final class OpenLoop implements Work {

    private final List<Publisher> publishers;
    private final List<Feed> feeds;
    private final double nanosBetween;
    private final long start = System.nanoTime();
    private long count;

    OpenLoop(List<Publisher> publishers, List<Feed> feeds, double perSecond) {
        this.publishers = publishers;
        this.feeds = feeds;
        this.nanosBetween = 1e9 / perSecond;
    }

    @Override
    public long run() {
        for (; ; ) {
            long due = start + (long) (count * nanosBetween);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                return wait;
            }
            int feed = (int) (count++ % feeds.size());
            publishers.get(feed % publishers.size()).publish(feeds.get(feed), due);
        }
    }
}
