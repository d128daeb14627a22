package org.tidings.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import java.util.function.Consumer;

/**
 * One shard's publishes of this instance that have no answer yet, in their order.
 *
 * <p>Thread-safe. Callers add, the sender takes and, after a lost connection, takes all again from the first, tail and
 * verdicts answer, a timer gives up. Outcomes are called outside the lock.
 */
final class PendingPublishes {

    private static final Logger LOG = System.getLogger(PendingPublishes.class.getName());

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
     * @param stream messages of one stream keep their order: when one fails for good, those behind it fail too
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
            tell(pending, refused);
        }
    }

    /** The next to send, now counted as sent; null when none came in time. */
    synchronized Pending take(long timeoutMillis) throws InterruptedException {
        if (unsent.isEmpty() && !closed) {
            wait(timeoutMillis);
        }
        return poll();
    }

    /** The next to send, now counted as sent; null when there is none. */
    synchronized Pending poll() {
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
            tell(answered, outcome);
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
    void settle(LogPosition read, long nowNanos) {
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
        left.forEach(pending -> tell(pending, failure(pending)));
    }

    synchronized int size() {
        return sent.size() + unsent.size();
    }

    private void settleDuplicates(LogPosition read, List<Runnable> outcomes) {
        for (Iterator<Pending> each = sent.values().iterator(); each.hasNext(); ) {
            Pending pending = each.next();
            Verdict verdict = pending.progress().duplicate;
            if (verdict != null
                    && (read.seq() >= verdict.firstSeq() || !read.epoch().equals(verdict.epoch()))) {
                each.remove();
                outcomes.add(() -> tell(
                        pending, new PublishOutcome.Duplicate(verdict.shard(), verdict.epoch(), verdict.firstSeq())));
            }
        }
    }

    /**
     * When one of a stream waited too long, all behind it go with it, sent or not: were a later one stored and the first sent
     * again by its publisher, the two would have changed places.
     */
    private void settleOverdue(long nowNanos, List<Runnable> outcomes) {
        Set<Object> brokenStreams = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Iterable<Pending> queue : List.of(sent.values(), unsent)) {
            for (Iterator<Pending> each = queue.iterator(); each.hasNext(); ) {
                Pending pending = each.next();
                if (overdue(pending, nowNanos)) {
                    brokenStreams.add(pending.stream());
                }
                if (brokenStreams.contains(pending.stream())) {
                    each.remove();
                    outcomes.add(() -> tell(pending, failure(pending)));
                }
            }
        }
    }

    private boolean overdue(Pending pending, long nowNanos) {
        long boundMillis =
                pending.progress().everSent ? settings.answerTimeoutMillis() : settings.unsentTimeoutMillis();
        return nowNanos - pending.createdNanos() > TimeUnit.MILLISECONDS.toNanos(boundMillis);
    }

    /** An outcome that throws must not take the thread with it that answers all others. */
    private static void tell(Pending pending, PublishOutcome outcome) {
        try {
            pending.outcome().accept(outcome);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a publisher failed to take the outcome " + outcome, e);
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
