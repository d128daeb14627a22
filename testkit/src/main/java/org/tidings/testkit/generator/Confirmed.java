package org.tidings.testkit.generator;

import java.util.List;

/** Publishes so that each publisher always has as many unconfirmed. Confined to the publishing loop's thread. */
final class Confirmed implements Work {

    private static final long LOOK_AGAIN_NANOS = 200_000;

    private final List<Publisher> publishers;
    private final List<Feed> feeds;
    private final int publishes;
    private final int[] turns;

    /** @param feeds at least one for each publisher, which has every n-th of them for itself */
    Confirmed(List<Publisher> publishers, List<Feed> feeds, int publishes) {
        this.publishers = publishers;
        this.feeds = feeds;
        this.publishes = publishes;
        this.turns = new int[publishers.size()];
    }

    @Override
    public long run() {
        for (int i = 0; i < turns.length; i++) {
            Publisher publisher = publishers.get(i);
            int own = (feeds.size() - i + turns.length - 1) / turns.length;
            while (publisher.unconfirmed() < publishes && !publisher.isBehind()) {
                publisher.publish(feeds.get(i + turns[i]++ % own * turns.length), System.nanoTime());
            }
        }
        return LOOK_AGAIN_NANOS;
    }
}
