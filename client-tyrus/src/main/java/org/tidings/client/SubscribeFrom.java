package org.tidings.client;

/** Where a subscription begins. After an interruption it always goes on from its own last position. */
public sealed interface SubscribeFrom {

    /** Only what is published from now on. */
    record Now() implements SubscribeFrom {}

    /**
     * The newest retained events, then live ones.
     *
     * @param count how many, 1 or more
     */
    record Last(int count) implements SubscribeFrom {
        public Last {
            if (count < 1) {
                throw new IllegalArgumentException("count must be at least 1: " + count);
            }
        }
    }

    /**
     * Everything after a position seen earlier, then live events.
     *
     * @param position the last place that was seen
     */
    record Since(Position position) implements SubscribeFrom {}

    static SubscribeFrom now() {
        return new Now();
    }

    static SubscribeFrom last(int count) {
        return new Last(count);
    }

    static SubscribeFrom since(String epoch, long seq) {
        return new Since(new Position(epoch, seq));
    }

    static SubscribeFrom since(Position position) {
        return new Since(position);
    }
}
