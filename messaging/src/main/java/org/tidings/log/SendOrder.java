package org.tidings.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes without an answer, in their order: those that the sender was given, and behind them those that it was not. Not
 * thread-safe.
 */
final class SendOrder {

    /** Given to the sender on the present connection, in order; all before those in {@link #unsent}. */
    private final Map<Long, PendingPublish> sent = new LinkedHashMap<>();
    /** Not given to the sender yet, or to be given again, in order. What was sent before stands at the head. */
    private final Deque<PendingPublish> unsent = new ArrayDeque<>();

    void add(PendingPublish pending) {
        unsent.add(pending);
    }

    /** Gives the sender the next; null when there is none. */
    PendingPublish send() {
        PendingPublish next = unsent.poll();
        if (next != null) {
            sent.put(next.requestId(), next);
        }
        return next;
    }

    /** Everything is to be given to the sender again, before what is newer. */
    void sendAgain() {
        List<PendingPublish> again = new ArrayList<>(sent.values());
        sent.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            unsent.addFirst(again.get(i));
        }
    }

    /** Takes out what was ever sent under this number; null where there is no such thing. */
    PendingPublish remove(long requestId) {
        PendingPublish removed = sent.remove(requestId);
        for (Iterator<PendingPublish> each = unsent.iterator(); removed == null && each.hasNext(); ) {
            PendingPublish pending = each.next();
            if (!pending.everSent()) {
                return null;
            }
            if (pending.requestId() == requestId) {
                each.remove();
                removed = pending;
            }
        }
        return removed;
    }

    /** What the sender was given under this number, null for nothing. */
    PendingPublish sent(long requestId) {
        return sent.get(requestId);
    }

    /** To look through, and to remove from. */
    Collection<PendingPublish> sent() {
        return sent.values();
    }

    /** To look through, and to remove from. */
    Collection<PendingPublish> unsent() {
        return unsent;
    }

    /** The first of all; null when there is none. */
    PendingPublish oldest() {
        return sent.isEmpty() ? unsent.peek() : sent.values().iterator().next();
    }

    int size() {
        return sent.size() + unsent.size();
    }

    void clear() {
        sent.clear();
        unsent.clear();
    }
}
