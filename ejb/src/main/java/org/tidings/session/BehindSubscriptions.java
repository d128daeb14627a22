package org.tidings.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.tidings.fanout.Subscription;

/** The subscriptions of one session that are catching up, in the order of their turns. Thread-safe. */
final class BehindSubscriptions {

    private final Deque<Subscription> waiting = new ArrayDeque<>();

    synchronized void add(Subscription subscription) {
        waiting.add(subscription);
    }

    synchronized boolean any() {
        return !waiting.isEmpty();
    }

    synchronized void clear() {
        waiting.clear();
    }

    /** One page for the one that waited longest. */
    void refill() {
        Subscription next;
        synchronized (this) {
            next = waiting.poll();
        }
        // Outside this lock: the feed calls add() under its own.
        if (next != null && !next.feed().catchUp(next)) {
            add(next);
        }
    }
}
