package org.tidings.client;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that holds a client's state. Tasks run one after another in the order they came; what they throw is
 * logged. After {@link #shutdown} tasks are dropped.
 */
final class ClientThread {

    private static final System.Logger LOG = System.getLogger(ClientThread.class.getName());

    private final ScheduledThreadPoolExecutor executor;

    /** The thread itself, null before its first task. */
    private volatile Thread thread;

    ClientThread(ThreadFactory threads) {
        executor = new ScheduledThreadPoolExecutor(1, task -> thread = threads.newThread(task));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** @return false if the client is closed and the task will not run */
    boolean execute(Runnable task) {
        try {
            executor.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Runs the task later, unless the client closes before or the future is cancelled. */
    ScheduledFuture<?> schedule(long delayMillis, Runnable task) {
        return executor.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
    }

    /** Runs the task again and again until the client closes. */
    void repeat(long everyMillis, Runnable task) {
        executor.scheduleWithFixedDelay(guarded(task), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    void shutdown() {
        executor.shutdown();
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
