package org.tidings.client;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that holds a client's state. Tasks run one after another in the order they came; what they throw is
 * logged.
 */
final class ClientThread {

    private static final System.Logger LOG = System.getLogger(ClientThread.class.getName());

    private final ScheduledThreadPoolExecutor executor;

    /** The thread itself, null before its first task. */
    private volatile Thread thread;

    /** Guarded by this. */
    private boolean ending;

    ClientThread(ThreadFactory threads) {
        executor = new ScheduledThreadPoolExecutor(1, task -> thread = threads.newThread(task));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** @return false if the client has ended and the task will not run; true if it surely will */
    boolean execute(Runnable task) {
        synchronized (this) {
            if (!ending) {
                executor.execute(guarded(task));
                return true;
            }
        }
        return false;
    }

    /** Runs the task later, unless the client ends before or the future is cancelled. Called by the thread itself. */
    ScheduledFuture<?> schedule(long delayMillis, Runnable task) {
        return executor.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
    }

    /** Runs the task again and again until the client ends. */
    void repeat(long everyMillis, Runnable task) {
        executor.scheduleWithFixedDelay(guarded(task), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Takes no more tasks, runs those it has, forgets what was scheduled, and ends.
     *
     * @param last runs behind all others
     */
    synchronized void end(Runnable last) {
        if (!ending) {
            ending = true;
            executor.execute(guarded(() -> {
                executor.shutdown();
                last.run();
            }));
        }
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        return executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error defect) {
                LOG.log(System.Logger.Level.ERROR, "a task of the client failed", defect);
            }
        };
    }
}
