package org.tidings.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.history.Utf8;

/**
 * What waits to be sent to one session, bounded in bytes. Thread-safe.
 *
 * <p>Events are refused beyond the bound, and their subscription falls behind. Replies and notices are the answer to what the
 * peer itself asked for; one that asks without reading is cut off at {@link #overflowing}.
 */
final class OutboundQueue {

    /** Notices beyond so many bytes, in multiples of the bound, mean that the peer does not read at all. */
    private static final int OVERFLOW_FACTOR = 4;

    private final int maxBytes;
    private final OutboundBudget budget;
    private final Deque<Item> items = new ArrayDeque<>();
    /** Written under the lock; read without it by whoever only looks. */
    private volatile long bytes;

    /**
     * @param arrivedNanos when the event was read from the log, 0 for what is no event
     * @param of the subscription whose event it is; null for what is none
     * @param seq the event's position
     */
    private record Item(String envelope, int bytes, long arrivedNanos, Subscription of, long seq) {}

    /** Several envelopes as they go out together. */
    record Frame(String text, int envelopes, long oldestArrivedNanos) {}

    OutboundQueue(int maxBytes, OutboundBudget budget) {
        this.maxBytes = maxBytes;
        this.budget = budget;
    }

    synchronized boolean offer(Subscription subscription, StoredEvent event) {
        if (bytes > 0 && bytes + event.bytes() > budget.of(maxBytes)) {
            return false;
        }
        add(new Item(event.envelope(), event.bytes(), event.arrivedNanos(), subscription, event.seq()));
        return true;
    }

    synchronized void force(String envelope) {
        add(notice(envelope));
    }

    private static Item notice(String envelope) {
        return new Item(envelope, Utf8.length(envelope), 0, null, 0);
    }

    /** As {@link org.tidings.fanout.Outlet#takeBack}. */
    synchronized boolean takeBack(Subscription subscription, long through, LongFunction<String> replacement) {
        List<Item> all = List.copyOf(items);
        clear();
        boolean taken = false;
        for (Item item : all) {
            if (item.of() != subscription || item.seq() > through) {
                add(item);
            } else if (!taken) {
                taken = true;
                if (replacement != null) {
                    add(notice(replacement.apply(item.seq())));
                }
            }
        }
        return taken;
    }

    /** Takes back every event that waits. */
    synchronized void takeBackEvents() {
        List<Item> all = List.copyOf(items);
        clear();
        all.stream().filter(item -> item.of() == null).forEach(this::add);
    }

    /** Whatever waits, as far as it fits one frame; null if nothing does. A single envelope always fits. */
    synchronized Frame next(int maxFrameBytes) {
        Item first = items.poll();
        if (first == null) {
            return null;
        }
        int frameBytes = first.bytes();
        Item second = items.peek();
        if (second == null || frameBytes + 1 + second.bytes() > maxFrameBytes) {
            bytes -= frameBytes;
            return new Frame(first.envelope(), 1, first.arrivedNanos());
        }
        StringBuilder text = new StringBuilder(first.envelope());
        long oldest = first.arrivedNanos();
        int envelopes = 1;
        bytes -= first.bytes();
        for (Item item = second; item != null && frameBytes + 1 + item.bytes() <= maxFrameBytes; item = items.peek()) {
            items.poll();
            text.append('\n').append(item.envelope());
            frameBytes += 1 + item.bytes();
            bytes -= item.bytes();
            envelopes++;
            oldest = oldest == 0 ? item.arrivedNanos() : oldest;
        }
        return new Frame(text.toString(), envelopes, oldest);
    }

    /** Whether there is room for those that are behind. */
    synchronized boolean hasRoom() {
        return bytes <= budget.of(maxBytes) / 4;
    }

    synchronized boolean overflowing() {
        return bytes > (long) maxBytes * OVERFLOW_FACTOR;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** As many as there were a moment ago, without the lock: for sums over all queues. */
    long roughlyBytes() {
        return bytes;
    }

    synchronized void clear() {
        items.clear();
        bytes = 0;
    }

    private void add(Item item) {
        items.add(item);
        bytes += item.bytes();
    }
}
