package org.tidings.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Carries out one session's requests in their order although one of them may have to wait for an answer first: those behind it wait
 * too. Thread-safe; a step runs on the thread that brings it, or on its executor's when it had to wait, and on that thread run those
 * behind it.
 */
public final class RequestOrder {
    private final int maxWaiting;
    /** Null until one has to wait: few ever have. Guarded by this. */
    private Deque<Step> waiting;
    /** Whether some thread is carrying out steps, or one of them waits. Written under the lock of this. */
    private volatile boolean busy;

    /** @param maxWaiting requests that may wait; a peer that sends more has not read the protocol's limits */
    public RequestOrder(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** One request. */
    public interface Step {
        /** What must be known first; null where nothing must. Asked again until then. Never fails. */
        CompletionStage<?> awaits();

        /** Where it runs when it had to wait. */
        Executor executor();

        void run();
    }

    /** Whether a request of the thread that brings them may be carried out without asking here. */
    public boolean isIdle() {
        return !busy;
    }

    /** False where too many wait: the step is not carried out. */
    public boolean submit(Step step) {
        synchronized (this) {
            if (busy) {
                waiting = waiting == null ? new ArrayDeque<>() : waiting;
                return waiting.size() < maxWaiting && waiting.add(step);
            }
            busy = true;
        }
        drive(step);
        return true;
    }

    private void drive(Step first) {
        for (Step step = first; step != null; step = next()) {
            CompletionStage<?> awaited = step.awaits();
            if (awaited != null) {
                Step resumed = step;
                awaited.whenCompleteAsync((answer, failure) -> goOn(resumed), resumed.executor());
                return;
            }
            step.run();
        }
    }

    /** It has what it waited for, so it runs whatever has changed since. */
    private void goOn(Step step) {
        step.run();
        Step behind = next();
        if (behind != null) {
            drive(behind);
        }
    }

    private synchronized Step next() {
        Step next = waiting == null ? null : waiting.poll();
        busy = next != null;
        return next;
    }
}
