package org.tidings.launcher.broker;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads on which a broker works, in pools. What a task hands on to any of them is done by the same thread, next.
 *
 * <p>Artemis carries a commit over a dozen executors. Each step is short, and to wake another thread for it costs several times as much as
 * the step. So a thread takes what its task hands on itself, once that task is done and no lock is held any more. A task may also
 * wait, even for what it has handed on: then, after some milliseconds, others take that over, as they would have at once without this.
 *
 * <p>Thread-safe.
 */
final class Relay implements AutoCloseable {
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Looks without anything found, after which the watch sleeps until something is handed on. */
    private static final int QUIET_LOOKS = 5;

    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    /** Whether the watch sleeps until it is woken. */
    private volatile boolean dormant;

    private volatile boolean closed;

    Relay() {
        watch = new Thread(this::watch, "broker-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Further threads, as many as are needed at once up to a number, each of which ends when it was idle for a minute. */
    ExecutorService pool(String name, int maxThreads) {
        return RelayPool.upTo(maxThreads, this, name);
    }

    /** As {@link #pool(String, int)}, without a bound. The thread that was busy last is taken first. */
    ExecutorService pool(String name) {
        return RelayPool.unbounded(this, name);
    }

    /** What is done next by the thread that was given it, or by another one of its pool. */
    private record Step(Runnable task, RelayPool pool) {}

    /** A thread of one of the pools. */
    final class Worker extends Thread {
        private final Queue<Step> next = new ConcurrentLinkedQueue<>();
        /** {@link System#nanoTime()}. Written by itself, read by the watch. */
        private volatile long begunNanos;
        /** Confined to itself. */
        private boolean busy;

        Worker(Runnable runnable, String name) {
            super(runnable, name);
            setDaemon(true);
            setContextClassLoader(Relay.class.getClassLoader());
        }

        @Override
        public void run() {
            workers.add(this);
            try {
                super.run();
            } finally {
                workers.remove(this);
            }
        }

        private boolean carriesFor(Relay relay) {
            return busy && relay == Relay.this;
        }

        /** Does a task, and all that it hands on. */
        void carry(Runnable first) {
            busy = true;
            try {
                Step step = new Step(first, null);
                while (step != null) {
                    begunNanos = System.nanoTime();
                    attempt(step.task());
                    step = next.poll();
                }
            } finally {
                busy = false;
            }
        }

        /** A fault is the task's: what others have handed on is done all the same. */
        private void attempt(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                getUncaughtExceptionHandler().uncaughtException(this, e);
            }
        }
    }

    /** Whether the calling thread will do it, next. */
    boolean takes(Runnable task, RelayPool pool) {
        if (!(Thread.currentThread() instanceof Worker worker) || !worker.carriesFor(this)) {
            return false;
        }
        worker.next.add(new Step(task, pool));
        if (dormant) {
            LockSupport.unpark(watch);
        }
        return true;
    }

    private void watch() {
        int quiet = 0;
        while (!closed) {
            quiet = look() ? 0 : quiet + 1;
            if (quiet < QUIET_LOOKS) {
                LockSupport.parkNanos(this, LATE_NANOS);
                continue;
            }
            dormant = true;
            // Handed on before that was to be seen.
            if (!closed && workers.stream().allMatch(worker -> worker.next.isEmpty())) {
                LockSupport.park(this);
            }
            dormant = false;
            quiet = 0;
        }
    }

    /** Gives to others what waits behind a task that takes long; returns whether anything waited. */
    private boolean look() {
        boolean found = false;
        long now = System.nanoTime();
        for (Worker worker : workers) {
            if (worker.next.isEmpty()) {
                continue;
            }
            found = true;
            if (now - worker.begunNanos > LATE_NANOS) {
                for (Step step = worker.next.poll(); step != null; step = worker.next.poll()) {
                    step.pool().elsewhere(step.task());
                }
            }
        }
        return found;
    }

    /** Ends the watch; the pools are ended by themselves. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }
}
