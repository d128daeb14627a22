package org.tidings.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.tidings.fanout.FollowUp;

/**
 * A writer thread and its run queue. It takes all turns that wait, carries them out in the order in which they came, rests for as
 * long as the {@link FlushWindow} says, and takes the next. It is woken once for all that come while it sleeps; or not at all, where the
 * thread that gives it a few turns carries them out itself ({@link FollowUp}).
 */
final class Writer implements RunQueue, FollowUp.Sleeper, Runnable {

    private static final Logger LOG = System.getLogger(Writer.class.getName());

    private final FlushWindow window;
    private final FrameDraft draft;
    /** The turn that came last; null for none. */
    private final AtomicReference<Turn> newest = new AtomicReference<>();
    /** Null until it runs. */
    private volatile Thread thread;
    /** Whether it sleeps until a turn comes, or is about to: who sees this behind having given a turn wakes it. */
    private volatile boolean asleep;

    private volatile boolean stopped;

    Writer(FlushWindow window, FrameDraft draft) {
        this.window = window;
        this.draft = draft;
    }

    @Override
    public void ready(Turn turn) {
        Turn before;
        do {
            before = newest.get();
            turn.link = before;
        } while (!newest.compareAndSet(before, turn));
        if (asleep) {
            FollowUp mine = turn.neverBlocks() ? FollowUp.current() : null;
            // Whoever gave the one before has seen to it that this one is found too.
            if (mine == null ? before == null : !mine.putOff(this)) {
                LockSupport.unpark(thread);
            }
        }
    }

    @Override
    public void helped() {
        Turn last = asleep && !stopped ? newest.getAndSet(null) : null;
        if (last == null) {
            return;
        }
        FrameDraft own = draft.another();
        int taken = 0;
        for (Turn turn = oldestFirst(last); turn != null; ) {
            Turn next = turn.link;
            turn.link = null;
            // Others may have given more meanwhile.
            if (taken < FollowUp.MOST && turn.neverBlocks()) {
                taken++;
                take(turn, own);
            } else {
                ready(turn);
            }
            turn = next;
        }
    }

    /** No turn is taken any more. Any thread. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        // Here and not where the thread is made: the container sets its own when the thread begins. On Payara a send
        // may
        // look for classes through it; the platform's has few.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        for (Turn first = await(); first != null; first = await()) {
            long began = System.nanoTime();
            takeAll(first);
            rest(window.restAfter(System.nanoTime() - began));
        }
    }

    /** The turn that has waited longest, each leading to the one that came behind it; null at the end. */
    private Turn await() {
        while (!stopped) {
            Turn last = newest.getAndSet(null);
            if (last != null) {
                return oldestFirst(last);
            }
            asleep = true;
            if (newest.get() == null && !stopped) {
                LockSupport.park(this);
                // It is ended by stop() alone; with the mark set it would never sleep again.
                Thread.interrupted();
            }
            asleep = false;
        }
        return null;
    }

    private static Turn oldestFirst(Turn last) {
        Turn turned = null;
        for (Turn turn = last; turn != null; ) {
            Turn earlier = turn.link;
            turn.link = turned;
            turned = turn;
            turn = earlier;
        }
        return turned;
    }

    private void takeAll(Turn first) {
        for (Turn turn = first; turn != null && !stopped; ) {
            // Before it is taken: from then on it may be in the run queue again.
            Turn next = turn.link;
            turn.link = null;
            take(turn, draft);
            turn = next;
        }
    }

    private static void take(Turn turn, FrameDraft lent) {
        try {
            turn.take(lent);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a session is ended after a fault of the server", e);
            end(turn);
        }
    }

    private static void end(Turn turn) {
        try {
            turn.failed();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "and could not be ended", e);
        }
    }

    /** Turns that come meanwhile wait, and do not wake it. */
    private void rest(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopped; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            Thread.interrupted();
        }
    }
}
