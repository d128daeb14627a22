package org.tidings.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.tidings.fanout.Subscription;

/** The subscriptions of one session that are catching up, in the order of their turns. Thread-safe. */
final class BehindSubscriptions {

    /** Null until there is a first: most sessions keep up. */
    private Deque<Subscription> waiting;
    /** Whether any waits. Written under the lock; read without it. */
    private volatile boolean any;

    synchronized void add(Subscription subscription) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(subscription);
        any = true;
    }

    boolean any() {
        return any;
    }

    synchronized void clear() {
        waiting = null;
        any = false;
    }

    /** One page for the one that waited longest. */
    void refill() {
        Subscription next = poll();
        // Outside this lock: the feed calls add() under its own.
        if (next != null && !next.feed().catchUp(next)) {
            add(next);
        }
    }

    private synchronized Subscription poll() {
        Subscription next = waiting == null ? null : waiting.poll();
        any = waiting != null && !waiting.isEmpty();
        return next;
    }
}
