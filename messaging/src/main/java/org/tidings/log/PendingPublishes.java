package org.tidings.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
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
    private final AnswerFlow flow = new AnswerFlow();
    private final RefusedStreams refusedStreams = new RefusedStreams();
    private final SendOrder order = new SendOrder();

    private boolean askAgain;
    /** Whether the sender waits for the last answer to what was sent. */
    private boolean draining;

    private boolean closed;

    PendingPublishes(LogSettings settings) {
        this.settings = settings;
    }

    /** Takes it on, or answers at once that there is no room. */
    void add(PendingPublish pending) {
        PublishOutcome refused;
        synchronized (this) {
            refused = refusedStreams.of(pending.stream(), pending.createdNanos());
            if (closed) {
                refused = new PublishOutcome.Unavailable();
            } else if (refused == null && overloaded(pending.createdNanos())) {
                long retryAfterMillis = flow.retryAfterMillis(order.size());
                refused = new PublishOutcome.Overloaded(retryAfterMillis);
                refusedStreams.add(pending.stream(), refused, retryAfterMillis, pending.createdNanos());
            } else if (refused == null) {
                order.add(pending);
                notifyAll();
            }
        }
        if (refused != null) {
            pending.tell(refused);
        }
    }

    /** Answers at once that the log cannot take it. */
    void refuse(PendingPublish pending) {
        synchronized (this) {
            unavailable(pending, pending.createdNanos());
        }
        pending.tell(new PublishOutcome.Unavailable());
    }

    /** As {@link #add}, however many wait: for a probe of the log's own. */
    void addProbe(PendingPublish probe) {
        synchronized (this) {
            if (!closed) {
                order.add(probe);
                notifyAll();
                return;
            }
        }
        probe.tell(new PublishOutcome.Unavailable());
    }

    private boolean overloaded(long nowNanos) {
        int size = order.size();
        return size >= settings.maxPendingPerShard() || flow.isFlooded(order.oldest(), size, nowNanos);
    }

    /** Whether nothing is answered any more, though something waits. */
    synchronized boolean stuck(long nowNanos) {
        return flow.isStuck(order.oldest(), nowNanos);
    }

    /** The next to send; null when none came in time. For the sender, while it has none in its hands. */
    synchronized PendingPublish take(long timeoutMillis) throws InterruptedException {
        if (order.unsent().isEmpty() && !askAgain && !closed) {
            wait(timeoutMillis);
        }
        if (askAgain) {
            sendAgain();
        }
        return poll();
    }

    /** The next to send; null when there is none. */
    synchronized PendingPublish poll() {
        return order.send();
    }

    /** Waits until everything that was sent is answered. Returns whether it is. For the sender, while it has none in its hands. */
    synchronized boolean awaitNoneSent(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        draining = true;
        for (long left = timeoutMillis; !order.sent().isEmpty() && !closed && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        draining = false;
        return order.sent().isEmpty();
    }

    /** From now on these may be stored, whatever becomes of the connection. Returns those that were never sent before. */
    synchronized List<PendingPublish> committing(List<PendingPublish> batch) {
        List<PendingPublish> firstTimers =
                batch.stream().filter(pending -> !pending.everSent()).toList();
        batch.forEach(PendingPublish::sent);
        return firstTimers;
    }

    /** The broker has refused the transaction as a whole: it stored none of these. */
    synchronized void refused(List<PendingPublish> firstTimers) {
        firstTimers.forEach(PendingPublish::notSent);
    }

    /** The log cannot be written or read: publishes that were never sent need not wait for that. Probes do. */
    void giveUpUnsent(long nowNanos) {
        List<Runnable> outcomes = new ArrayList<>();
        synchronized (this) {
            for (Iterator<PendingPublish> each = order.unsent().iterator(); each.hasNext(); ) {
                PendingPublish pending = each.next();
                if (!pending.everSent() && pending.record() instanceof PublishRecord.Message) {
                    each.remove();
                    unavailable(pending, nowNanos);
                    end(pending, new PublishOutcome.Unavailable(), outcomes);
                }
            }
        }
        outcomes.forEach(Runnable::run);
    }

    private void unavailable(PendingPublish pending, long nowNanos) {
        refusedStreams.add(
                pending.stream(),
                new PublishOutcome.Unavailable(),
                PublishOutcome.Unavailable.RETRY_AFTER_MILLIS,
                nowNanos);
    }

    /** After a lost connection: everything unanswered is to be sent again in its order, before what is newer. */
    synchronized void sendAgain() {
        askAgain = false;
        order.sendAgain();
    }

    /** Answers may have been missed: the sender sends everything again, once it has none in its hands. */
    synchronized void askAgain() {
        askAgain = true;
        notifyAll();
    }

    void answer(long requestId, PublishOutcome outcome) {
        PendingPublish answered;
        synchronized (this) {
            answered = order.remove(requestId);
            if (answered != null) {
                answered();
            }
        }
        if (answered != null) {
            answered.tell(outcome);
        }
    }

    /** A duplicate may be this very publish, sent twice: its own event, if it has one, answers first. */
    synchronized void duplicate(Verdict verdict) {
        PendingPublish pending = order.sent(verdict.origin().requestId());
        if (pending != null) {
            pending.duplicate(verdict);
        }
    }

    /** Answers duplicates whose first the tail has passed, and gives up what waited too long. To be called every 50 ms. */
    void settle(LogPosition read, long nowNanos) {
        List<Runnable> outcomes = new ArrayList<>();
        synchronized (this) {
            settleDuplicates(read, outcomes);
            settleOverdue(nowNanos, outcomes);
            flow.tick(order.size() > 0);
            refusedStreams.forget(nowNanos);
        }
        outcomes.forEach(Runnable::run);
    }

    void close() {
        List<Runnable> outcomes = new ArrayList<>();
        synchronized (this) {
            closed = true;
            order.sent().forEach(pending -> end(pending, new PublishOutcome.Unknown(), outcomes));
            order.unsent().forEach(pending -> end(pending, pending.unanswered(), outcomes));
            order.clear();
            notifyAll();
        }
        outcomes.forEach(Runnable::run);
    }

    synchronized int size() {
        return order.size();
    }

    private void settleDuplicates(LogPosition read, List<Runnable> outcomes) {
        for (Iterator<PendingPublish> each = order.sent().iterator(); each.hasNext(); ) {
            PendingPublish pending = each.next();
            Verdict verdict = pending.duplicate();
            if (verdict != null
                    && (read.seq() >= verdict.firstSeq() || !read.epoch().equals(verdict.epoch()))) {
                each.remove();
                answered();
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
        for (Iterator<PendingPublish> each = order.sent().iterator(); each.hasNext(); ) {
            PendingPublish pending = each.next();
            if (isOverdue(pending, settings.answerTimeoutMillis(), nowNanos, brokenStreams)) {
                each.remove();
                unavailable(pending, nowNanos);
                end(pending, new PublishOutcome.Unknown(), outcomes);
            }
        }
        for (Iterator<PendingPublish> each = order.unsent().iterator(); each.hasNext(); ) {
            PendingPublish pending = each.next();
            long boundMillis = pending.everSent() ? settings.answerTimeoutMillis() : settings.unsentTimeoutMillis();
            if (isOverdue(pending, boundMillis, nowNanos, brokenStreams)) {
                each.remove();
                unavailable(pending, nowNanos);
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

    private void answered() {
        flow.answered();
        if (draining && order.sent().isEmpty()) {
            notifyAll();
        }
    }

    private static void end(PendingPublish pending, PublishOutcome outcome, List<Runnable> outcomes) {
        outcomes.add(() -> pending.tell(outcome));
    }
}
