package org.tidings.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One shard's publishes of this instance that have no answer yet, in their order.
 *
 * <p>Thread-safe. Callers add, the sender takes and, after a lost connection, takes all again from the first, tail and
 * verdicts answer, a timer gives up. Outcomes are called outside the lock.
 */
final class PendingPublishes {

    private final LogSettings settings;
    /** Never sent, or to be sent again, in order. */
    private final Deque<Pending> unsent = new ArrayDeque<>();
    /** Sent on the present connection, in order. */
    private final Map<Long, Pending> sent = new LinkedHashMap<>();

    private boolean closed;

    PendingPublishes(LogSettings settings) {
        this.settings = settings;
    }

    /**
     * @param stream messages of one stream keep their order: when one fails for good, those sent behind it fail too
     * @param createdNanos {@link System#nanoTime()}
     */
    record Pending(
            PublishRecord record,
            Object stream,
            Consumer<PublishOutcome> outcome,
            long createdNanos,
            Progress progress) {
        Pending(PublishRecord record, Object stream, Consumer<PublishOutcome> outcome, long createdNanos) {
            this(record, stream, outcome, createdNanos, new Progress());
        }

        long requestId() {
            return record.origin().requestId();
        }
    }

    /** Guarded by the owner's lock. */
    static final class Progress {
        private boolean everSent;
        /** The leader's verdict, kept back until the tail has passed the first one's position; usually null. */
        private Verdict duplicate;
    }

    /** Takes it on, or answers at once that there is no room. */
    void add(Pending pending) {
        boolean full;
        synchronized (this) {
            full = closed || unsent.size() + sent.size() >= settings.maxPendingPerShard();
            if (!full) {
                unsent.add(pending);
                notifyAll();
            }
        }
        if (full) {
            pending.outcome().accept(closed ? new PublishOutcome.Unavailable() : new PublishOutcome.Overloaded());
        }
    }

    /** The next to send, now counted as sent; null when none came in time. */
    synchronized Pending take(long timeoutMillis) throws InterruptedException {
        if (unsent.isEmpty() && !closed) {
            wait(timeoutMillis);
        }
        Pending next = unsent.poll();
        if (next != null) {
            next.progress().everSent = true;
            sent.put(next.requestId(), next);
        }
        return next;
    }

    /** After a lost connection: everything unanswered is to be sent again in its order, before what is newer. */
    synchronized void sendAgain() {
        List<Pending> again = new ArrayList<>(sent.values());
        sent.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            unsent.addFirst(again.get(i));
        }
    }

    void answer(long requestId, PublishOutcome outcome) {
        Pending answered;
        synchronized (this) {
            answered = remove(requestId);
        }
        if (answered != null) {
            answered.outcome().accept(outcome);
        }
    }

    /** A duplicate may be this very publish, sent twice: its own event, if it has one, answers first. */
    synchronized void duplicate(Verdict verdict) {
        Pending pending = sent.get(verdict.origin().requestId());
        if (pending != null) {
            pending.progress().duplicate = verdict;
        }
    }

    /** Answers duplicates whose first the tail has passed, and gives up what waited too long. */
    void settle(LogTail.Position read, long nowNanos) {
        List<Runnable> outcomes = new ArrayList<>();
        synchronized (this) {
            settleDuplicates(read, outcomes);
            settleOverdue(nowNanos, outcomes);
        }
        outcomes.forEach(Runnable::run);
    }

    void close() {
        List<Pending> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            left.addAll(sent.values());
            left.addAll(unsent);
            sent.clear();
            unsent.clear();
            notifyAll();
        }
        left.forEach(pending -> pending.outcome().accept(failure(pending)));
    }

    synchronized int size() {
        return sent.size() + unsent.size();
    }

    private void settleDuplicates(LogTail.Position read, List<Runnable> outcomes) {
        for (Iterator<Pending> each = sent.values().iterator(); each.hasNext(); ) {
            Pending pending = each.next();
            Verdict verdict = pending.progress().duplicate;
            if (verdict != null
                    && (read.seq() >= verdict.firstSeq() || !read.epoch().equals(verdict.epoch()))) {
                each.remove();
                outcomes.add(() -> pending.outcome()
                        .accept(new PublishOutcome.Duplicate(verdict.shard(), verdict.epoch(), verdict.firstSeq())));
            }
        }
    }

    private void settleOverdue(long nowNanos, List<Runnable> outcomes) {
        List<Object> brokenStreams = new ArrayList<>();
        for (Iterable<Pending> queue : List.of(sent.values(), unsent)) {
            for (Iterator<Pending> each = queue.iterator(); each.hasNext(); ) {
                Pending pending = each.next();
                boolean everSent = pending.progress().everSent;
                long waitedMillis = (nowNanos - pending.createdNanos()) / 1_000_000;
                boolean overdue =
                        waitedMillis > (everSent ? settings.answerTimeoutMillis() : settings.unsentTimeoutMillis());
                if (overdue || (everSent && brokenStreams.contains(pending.stream()))) {
                    each.remove();
                    outcomes.add(() -> pending.outcome().accept(failure(pending)));
                    if (everSent && overdue) {
                        brokenStreams.add(pending.stream());
                    }
                }
            }
        }
    }

    private static PublishOutcome failure(Pending pending) {
        return pending.progress().everSent ? new PublishOutcome.Unknown() : new PublishOutcome.Unavailable();
    }

    private Pending remove(long requestId) {
        Pending removed = sent.remove(requestId);
        if (removed == null) {
            for (Iterator<Pending> each = unsent.iterator(); each.hasNext() && removed == null; ) {
                Pending pending = each.next();
                if (pending.requestId() == requestId) {
                    each.remove();
                    removed = pending;
                } else if (!pending.progress().everSent) {
                    break;
                }
            }
        }
        return removed;
    }
}
