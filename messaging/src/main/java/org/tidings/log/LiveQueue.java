package org.tidings.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be sent of one shard's live events, bounded in number and bytes. It gives each its number, so that whoever misses
 * some can count them. Thread-safe.
 */
final class LiveQueue {

    private static final int MAX_EVENTS = 2_000;
    private static final int MAX_BYTES = 2 << 20;

    /** A message beyond 100 KiB is a large one to the broker, and those it writes to the disk. */
    static final int MAX_EVENT_BYTES = 96 << 10;

    private static final int MAX_BATCH_BYTES = 48 << 10;

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    /** The number of the first that waits, or of the next to come. */
    private long first = 1;

    /** Events that go out together. @param first the number of the first of them */
    record Batch(long first, List<byte[]> events) {}

    /** Counts an event that nobody is there to get. Behind others it has to wait for its number. */
    synchronized boolean pass(byte[] event) {
        if (!waiting.isEmpty()) {
            return offer(event);
        }
        first++;
        return true;
    }

    /** False where there is no room: it was not taken. */
    synchronized boolean offer(byte[] event) {
        if (waiting.size() == MAX_EVENTS || bytes + event.length > MAX_BYTES) {
            return false;
        }
        waiting.add(event);
        bytes += event.length;
        if (waiting.size() == 1) {
            notifyAll();
        }
        return true;
    }

    /** What waits, as far as it fits one message. Waits so long for something; then it is an empty batch. */
    synchronized Batch take(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; waiting.isEmpty() && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        List<byte[]> events = new ArrayList<>();
        int taken = 0;
        while (!waiting.isEmpty() && (taken == 0 || taken + waiting.peek().length <= MAX_BATCH_BYTES)) {
            byte[] event = waiting.remove();
            taken += event.length;
            events.add(event);
        }
        bytes -= taken;
        Batch batch = new Batch(first, events);
        first += events.size();
        return batch;
    }

    /** Drops what waits. Those numbers are gone, and missed by whoever counts. @return how many */
    synchronized int clear() {
        int dropped = waiting.size();
        first += dropped;
        waiting.clear();
        bytes = 0;
        return dropped;
    }

    synchronized int size() {
        return waiting.size();
    }
}
