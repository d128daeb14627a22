package org.tidings.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One channel's retained events, oldest first, in a circular array searched by position. Guarded by the feed's lock. */
final class ChannelHistory {

    /** Its length is a power of two. */
    private StoredEvent[] ring = new StoredEvent[4];

    private int oldest;
    private int size;
    /** How many have gone from its head: each event keeps its place in the channel. */
    private long removed;
    /** How many of them have a deadline. */
    private int deadlines;
    /** {@code seq} of the channel's last event, whether retained or not; 0 while unknown. */
    private long head;
    /** {@code seq} of the last event that the namespace's bound has removed; 0 if none. */
    private long boundedThrough;
    /** {@code seq} of the last event that was erased; 0 if none. */
    private long erasedThrough;

    void append(StoredEvent event) {
        if (size == ring.length) {
            StoredEvent[] grown = new StoredEvent[ring.length * 2];
            for (int i = 0; i < size; i++) {
                grown[i] = get(i);
            }
            ring = grown;
            oldest = 0;
        }
        ring[(oldest + size) & (ring.length - 1)] = event;
        size++;
        deadlines += event.expiresAt() == 0 ? 0 : 1;
        head = Math.max(head, event.seq());
    }

    void recall(long knownHead) {
        head = Math.max(head, knownHead);
    }

    long head() {
        return head;
    }

    StoredEvent oldest() {
        return size == 0 ? null : get(0);
    }

    StoredEvent newest() {
        return size == 0 ? null : get(size - 1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long boundedThrough() {
        return boundedThrough;
    }

    void removeBeyondBound() {
        boundedThrough = oldest().seq();
        removeOldest();
    }

    /** What lies up to this position can be had no more. */
    void removeThrough(long seq) {
        while (size > 0 && oldest().seq() <= seq) {
            removeOldest();
        }
    }

    /** Whether any of them has a deadline. */
    boolean hasDeadlines() {
        return deadlines > 0;
    }

    /** Everything up to this position is erased, also what was never here. */
    void erase(long through) {
        removeThrough(through);
        head = Math.max(head, through);
        boundedThrough = Math.max(boundedThrough, through);
        erasedThrough = Math.max(erasedThrough, through);
    }

    long erasedThrough() {
        return erasedThrough;
    }

    void removeOldest() {
        deadlines -= ring[oldest].expiresAt() == 0 ? 0 : 1;
        ring[oldest] = null;
        removed++;
        oldest = (oldest + 1) & (ring.length - 1);
        size--;
        if (size == 0 && ring.length > 64) {
            ring = Arrays.copyOf(ring, 4);
            oldest = 0;
        }
    }

    /** The channel's last event lies before this position after all. */
    void truncate(long from) {
        while (size > 0 && newest().seq() >= from) {
            deadlines -= newest().expiresAt() == 0 ? 0 : 1;
            size--;
            ring[(oldest + size) & (ring.length - 1)] = null;
        }
        head = Math.min(head, from - 1);
        boundedThrough = Math.min(boundedThrough, from - 1);
        erasedThrough = Math.min(erasedThrough, from - 1);
    }

    /** How many events lie behind a position. */
    int countAfter(long seq) {
        return size - indexAfter(seq);
    }

    /** At most {@code limit} events behind {@code after} and before {@code before}, oldest first. */
    List<StoredEvent> range(long after, long before, int limit) {
        List<StoredEvent> found = new ArrayList<>(Math.min(limit, 16));
        for (int i = indexAfter(after); i < size && found.size() < limit && get(i).seq() < before; i++) {
            found.add(get(i));
        }
        return found;
    }

    /** The events behind a position, up to the end of the page in which the first lies: pages are the same whoever reads them. */
    List<StoredEvent> page(long after, int length) {
        int from = indexAfter(after);
        int left = length - (int) ((removed + from) % length);
        int end = Math.min(size, from + left);
        List<StoredEvent> found = new ArrayList<>(end - from);
        for (int i = from; i < end; i++) {
            found.add(get(i));
        }
        return found;
    }

    /** The newest {@code limit} events before {@code before}, oldest first. */
    List<StoredEvent> newest(long before, int limit) {
        int end = before == Long.MAX_VALUE ? size : indexAfter(before - 1);
        List<StoredEvent> found = new ArrayList<>();
        for (int i = Math.max(0, end - limit); i < end; i++) {
            found.add(get(i));
        }
        return found;
    }

    /** The event of this position; null where there is none. */
    StoredEvent at(long seq) {
        int index = indexAfter(seq - 1);
        return index < size && get(index).seq() == seq ? get(index) : null;
    }

    private int indexAfter(long seq) {
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

    private StoredEvent get(int index) {
        return ring[(oldest + index) & (ring.length - 1)];
    }
}
