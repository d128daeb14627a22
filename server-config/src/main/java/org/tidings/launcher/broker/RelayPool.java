package org.tidings.launcher.broker;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.utils.ActiveMQThreadPoolExecutor;

/** One pool of a {@link Relay}. */
final class RelayPool extends AbstractExecutorService {
    private static final long IDLE_SECONDS = 60;

    private final Relay relay;
    private final ExecutorService threads;

    private RelayPool(Relay relay, ExecutorService threads) {
        this.relay = relay;
        this.threads = threads;
    }

    static RelayPool upTo(int maxThreads, Relay relay, String name) {
        return new RelayPool(
                relay,
                new ActiveMQThreadPoolExecutor(0, maxThreads, IDLE_SECONDS, TimeUnit.SECONDS, workers(relay, name)));
    }

    static RelayPool unbounded(Relay relay, String name) {
        return new RelayPool(
                relay,
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        workers(relay, name)));
    }

    private static ThreadFactory workers(Relay relay, String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> relay.new Worker(task, name + "-" + count.incrementAndGet());
    }

    @Override
    public void execute(Runnable task) {
        if (!relay.takes(task, this)) {
            threads.execute(() -> carry(task));
        }
    }

    /** On another thread, whoever calls. After the end it is dropped, as what comes from outside is. */
    void elsewhere(Runnable task) {
        try {
            threads.execute(() -> carry(task));
        } catch (RejectedExecutionException e) {
            // The broker has stopped: nobody waits for it.
            return;
        }
    }

    private static void carry(Runnable task) {
        ((Relay.Worker) Thread.currentThread()).carry(task);
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
