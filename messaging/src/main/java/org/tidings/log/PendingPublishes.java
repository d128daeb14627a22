package org.tidings.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One shard's publishes of this instance that have no answer yet, in their order.
 *
 * <p>Thread-safe. Callers add, the sender takes and, after a lost connection, takes all again from the first, tail and
 * verdicts answer, a timer gives up. Outcomes are called outside the lock.
 */
final class PendingPublishes {

    private final LogSettings settings;
    /** Not given to the sender yet, or to be given again, in order. */
    private final Deque<PendingPublish> unsent = new ArrayDeque<>();
    /** Given to the sender on the present connection, in order; all before those in {@link #unsent}. */
    private final Map<Long, PendingPublish> sent = new LinkedHashMap<>();

    private boolean askAgain;
    private boolean closed;

    PendingPublishes(LogSettings settings) {
        this.settings = settings;
    }

    /** Takes it on, or answers at once that there is no room. */
    void add(PendingPublish pending) {
        PublishOutcome refused = null;
        synchronized (this) {
            if (closed) {
                refused = new PublishOutcome.Unavailable();
            } else if (unsent.size() + sent.size() >= settings.maxPendingPerShard()) {
                refused = new PublishOutcome.Overloaded();
            } else {
                unsent.add(pending);
                notifyAll();
            }
        }
        if (refused != null) {
            pending.tell(refused);
        }
    }

    /** The next to send; null when none came in time. For the sender, while it has none in its hands. */
    synchronized PendingPublish take(long timeoutMillis) throws InterruptedException {
        if (unsent.isEmpty() && !askAgain && !closed) {
            wait(timeoutMillis);
        }
        if (askAgain) {
            sendAgain();
        }
        return poll();
    }

    /** The next to send; null when there is none. */
    synchronized PendingPublish poll() {
        PendingPublish next = unsent.poll();
        if (next != null) {
            sent.put(next.requestId(), next);
        }
        return next;
    }

    /** From now on these may be stored, whatever becomes of the connection. */
    synchronized void committing(List<PendingPublish> batch) {
        batch.forEach(PendingPublish::sent);
    }

    /** After a lost connection: everything unanswered is to be sent again in its order, before what is newer. */
    synchronized void sendAgain() {
        askAgain = false;
        List<PendingPublish> again = new ArrayList<>(sent.values());
        sent.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            unsent.addFirst(again.get(i));
        }
    }

    /** Answers may have been missed: the sender sends everything again, once it has none in its hands. */
    synchronized void askAgain() {
        askAgain = true;
        notifyAll();
    }

    void answer(long requestId, PublishOutcome outcome) {
        PendingPublish answered;
        synchronized (this) {
            answered = remove(requestId);
        }
        if (answered != null) {
            answered.tell(outcome);
        }
    }

    /** A duplicate may be this very publish, sent twice: its own event, if it has one, answers first. */
    synchronized void duplicate(Verdict verdict) {
        PendingPublish pending = sent.get(verdict.origin().requestId());
        if (pending != null) {
            pending.duplicate(verdict);
        }
    }

    /** Answers duplicates whose first the tail has passed, and gives up what waited too long. */
    void settle(LogPosition read, long nowNanos) {
        List<Runnable> outcomes = new ArrayList<>();
        synchronized (this) {
            settleDuplicates(read, outcomes);
            settleOverdue(nowNanos, outcomes);
        }
        outcomes.forEach(Runnable::run);
    }

    void close() {
        List<Runnable> outcomes = new ArrayList<>();
        synchronized (this) {
            closed = true;
            sent.values().forEach(pending -> end(pending, new PublishOutcome.Unknown(), outcomes));
            unsent.forEach(pending -> end(pending, pending.unanswered(), outcomes));
            sent.clear();
            unsent.clear();
            notifyAll();
        }
        outcomes.forEach(Runnable::run);
    }

    synchronized int size() {
        return sent.size() + unsent.size();
    }

    private void settleDuplicates(LogPosition read, List<Runnable> outcomes) {
        for (Iterator<PendingPublish> each = sent.values().iterator(); each.hasNext(); ) {
            PendingPublish pending = each.next();
            Verdict verdict = pending.duplicate();
            if (verdict != null
                    && (read.seq() >= verdict.firstSeq() || !read.epoch().equals(verdict.epoch()))) {
                each.remove();
                end(
                        pending,
                        new PublishOutcome.Duplicate(verdict.shard(), verdict.epoch(), verdict.firstSeq()),
                        outcomes);
            }
        }
    }

    /**
     * When one of a stream waited too long, all behind it go with it, sent or not: were a later one stored and the first sent
     * again by its publisher, the two would have changed places.
     */
    private void settleOverdue(long nowNanos, List<Runnable> outcomes) {
        Set<Object> brokenStreams = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Iterator<PendingPublish> each = sent.values().iterator(); each.hasNext(); ) {
            PendingPublish pending = each.next();
            if (isOverdue(pending, settings.answerTimeoutMillis(), nowNanos, brokenStreams)) {
                each.remove();
                end(pending, new PublishOutcome.Unknown(), outcomes);
            }
        }
        for (Iterator<PendingPublish> each = unsent.iterator(); each.hasNext(); ) {
            PendingPublish pending = each.next();
            long boundMillis = pending.everSent() ? settings.answerTimeoutMillis() : settings.unsentTimeoutMillis();
            if (isOverdue(pending, boundMillis, nowNanos, brokenStreams)) {
                each.remove();
                end(pending, pending.unanswered(), outcomes);
            }
        }
    }

    private static boolean isOverdue(
            PendingPublish pending, long boundMillis, long nowNanos, Set<Object> brokenStreams) {
        if (nowNanos - pending.createdNanos() > TimeUnit.MILLISECONDS.toNanos(boundMillis)) {
            brokenStreams.add(pending.stream());
        }
        return brokenStreams.contains(pending.stream());
    }

    private static void end(PendingPublish pending, PublishOutcome outcome, List<Runnable> outcomes) {
        outcomes.add(() -> pending.tell(outcome));
    }

    private PendingPublish remove(long requestId) {
        PendingPublish removed = sent.remove(requestId);
        // What was sent before stands at the head.
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
}
