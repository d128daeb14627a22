package org.tidings.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs application code over an executor, one piece at a time and in order. Safe for any thread. What the code throws is
 * logged and the next piece runs.
 */
final class SerialLane implements Executor {

    private static final System.Logger LOG = System.getLogger(SerialLane.class.getName());

    /** After so many pieces in a row others get the thread. */
    private static final int TURN = 256;

    private final Executor executor;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** Pieces waiting or running. Whoever raises it from 0 starts a turn. */
    private final AtomicInteger pending = new AtomicInteger();

    /** The thread that runs a piece right now, or null. */
    private volatile Thread runner;

    SerialLane(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable piece) {
        waiting.add(piece);
        if (pending.getAndIncrement() == 0) {
            startTurn();
        }
    }

    boolean isCurrent() {
        return Thread.currentThread() == runner;
    }

    private void startTurn() {
        try {
            executor.execute(this::turns);
        } catch (RejectedExecutionException refused) {
            // The application shut its executor down before the client. Its futures must complete all the same.
            LOG.log(System.Logger.Level.WARNING, "the callback executor refuses work; running it on the caller");
            turns();
        }
    }

    private void turns() {
        while (turn()) {
            try {
                executor.execute(this::turns);
                return;
            } catch (RejectedExecutionException shutDown) {
                LOG.log(System.Logger.Level.DEBUG, "the callback executor is being shut down; finishing here");
            }
        }
    }

    /** @return whether pieces are left, for another turn */
    private boolean turn() {
        int left;
        int ran = 0;
        do {
            runner = Thread.currentThread();
            try {
                waiting.remove().run();
            } catch (RuntimeException | Error thrown) {
                LOG.log(System.Logger.Level.ERROR, "a callback threw", thrown);
            }
            // Before the count, which lets another thread begin.
            runner = null;
            left = pending.decrementAndGet();
        } while (left > 0 && ++ran < TURN);
        return left > 0;
    }
}
