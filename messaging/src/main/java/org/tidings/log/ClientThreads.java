package org.tidings.log;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which the broker's client works for the connections of one instance. Its own pools, one set for all
 * applications, would outlive the application that is undeployed. Thread-safe.
 */
final class ClientThreads {

    private static final long IDLE_SECONDS = 10;
    private static final long END_MILLIS = 500;

    /** What the network tells after the end concerns nobody. */
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            ClientThreads::daemon,
            new ThreadPoolExecutor.DiscardPolicy());

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, ClientThreads::daemon, new ThreadPoolExecutor.DiscardPolicy());

    ExecutorService workers() {
        return workers;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Waits for them, shortly. */
    void end() {
        workers.shutdown();
        timer.shutdownNow();
        try {
            workers.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
            timer.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "tidings-broker-client");
        thread.setDaemon(true);
        return thread;
    }
}
