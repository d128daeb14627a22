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

    /** An accepted publish should have its answer within five seconds: that leaves room for an estimate that is wrong by half. */
    private static final long MAX_WAIT_MILLIS = 2_500;

    /**
     * When what was answered last had to go past one this old, the queue is one that does not empty: only then the rate of answers is
     * what the log can do. The oldest's age alone would tell the same of a broker that has just died.
     */
    private static final long BACKLOG_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** When answers come no more at all, that is no flood, and the circuit's to judge. */
    private static final long FLOWING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long MIN_RETRY_MILLIS = 100;
    private static final long MAX_RETRY_MILLIS = 2_000;

    /** How long nothing at all is answered, while something waits, until the log is held to be stuck. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LogSettings settings;
    private final AnswerRate rate = new AnswerRate();
    private final RefusedStreams refusedStreams = new RefusedStreams();
    /** Not given to the sender yet, or to be given again, in order. */
    private final Deque<PendingPublish> unsent = new ArrayDeque<>();
    /** Given to the sender on the present connection, in order; all before those in {@link #unsent}. */
    private final Map<Long, PendingPublish> sent = new LinkedHashMap<>();

    /** {@link System#nanoTime()}, of the last answer of any kind. */
    private long answeredNanos = System.nanoTime();

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
                long retryAfterMillis =
                        Math.max(MIN_RETRY_MILLIS, Math.min(MAX_RETRY_MILLIS, rate.millisFor(size()) / 2));
                refused = new PublishOutcome.Overloaded(retryAfterMillis);
                refusedStreams.add(pending.stream(), refused, retryAfterMillis, pending.createdNanos());
            } else if (refused == null) {
                unsent.add(pending);
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
                unsent.add(probe);
                notifyAll();
                return;
            }
        }
        probe.tell(new PublishOutcome.Unavailable());
    }

    private boolean overloaded(long nowNanos) {
        int size = size();
        PendingPublish oldest = oldest();
        return size >= settings.maxPendingPerShard()
                || oldest != null
                        && answeredNanos - oldest.createdNanos() > BACKLOG_NANOS
                        && nowNanos - answeredNanos < FLOWING_NANOS
                        && rate.millisFor(size) > MAX_WAIT_MILLIS;
    }

    private PendingPublish oldest() {
        return sent.isEmpty() ? unsent.peek() : sent.values().iterator().next();
    }

    /** Whether nothing is answered any more, though something waits. */
    synchronized boolean stuck(long nowNanos) {
        PendingPublish oldest = oldest();
        return oldest != null
                && nowNanos - oldest.createdNanos() > STUCK_NANOS
                && nowNanos - answeredNanos > STUCK_NANOS;
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

    /** Waits until everything that was sent is answered. Returns whether it is. For the sender, while it has none in its hands. */
    synchronized boolean awaitNoneSent(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        draining = true;
        for (long left = timeoutMillis; !sent.isEmpty() && !closed && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        draining = false;
        return sent.isEmpty();
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
            for (Iterator<PendingPublish> each = unsent.iterator(); each.hasNext(); ) {
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
        PendingPublish pending = sent.get(verdict.origin().requestId());
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
            rate.tick(size() > 0);
            refusedStreams.forget(nowNanos);
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
        for (Iterator<PendingPublish> each = sent.values().iterator(); each.hasNext(); ) {
            PendingPublish pending = each.next();
            if (isOverdue(pending, settings.answerTimeoutMillis(), nowNanos, brokenStreams)) {
                each.remove();
                unavailable(pending, nowNanos);
                end(pending, new PublishOutcome.Unknown(), outcomes);
            }
        }
        for (Iterator<PendingPublish> each = unsent.iterator(); each.hasNext(); ) {
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
        rate.answered();
        answeredNanos = System.nanoTime();
        if (draining && sent.isEmpty()) {
            notifyAll();
        }
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
