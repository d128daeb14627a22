package org.tidings.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Names and makes a client's threads, all of them daemons. */
final class ClientThreads {

    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static final long WORKER_IDLE_SECONDS = 10;

    private final String prefix = "tidings-client-" + CLIENTS.incrementAndGet();

    ThreadFactory main() {
        return task -> daemon(task, prefix);
    }

    ThreadFactory readers() {
        return task -> daemon(task, prefix + "-reader");
    }

    /** Workers come when there is something to do and go when there is nothing for a while. */
    ExecutorService workers() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                WORKER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, prefix + "-worker-" + count.incrementAndGet()));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
