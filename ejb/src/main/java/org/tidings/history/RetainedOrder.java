package org.tidings.history;

/** Which event of which channel came when, in a circular array searched by position. Guarded by the feed's lock. */
final class RetainedOrder {

    /** Its length is a power of two. */
    private Retained[] ring = new Retained[64];

    private int oldest;
    private int size;

    record Retained(long seq, String channel) {}

    void add(Retained newest) {
        if (size == ring.length) {
            Retained[] grown = new Retained[ring.length * 2];
            for (int i = 0; i < size; i++) {
                grown[i] = get(i);
            }
            ring = grown;
            oldest = 0;
        }
        ring[(oldest + size) & (ring.length - 1)] = newest;
        size++;
    }

    int size() {
        return size;
    }

    /** @param index from 0, the oldest */
    Retained get(int index) {
        return ring[(oldest + index) & (ring.length - 1)];
    }

    Retained removeOldest() {
        Retained removed = get(0);
        ring[oldest] = null;
        oldest = (oldest + 1) & (ring.length - 1);
        size--;
        return removed;
    }

    Retained removeNewest() {
        Retained removed = get(size - 1);
        size--;
        ring[(oldest + size) & (ring.length - 1)] = null;
        return removed;
    }

    /** The place of the first one behind a position; {@link #size} where there is none. */
    int indexAfter(long seq) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).seq() <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
