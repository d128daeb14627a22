package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A thread that holds a connection to the broker, and opens a new one after any failure until it is ended.
 *
 * <p>Pauses between attempts grow from 50 ms to a quarter of a second with jitter. The first failure of a row is logged as a warning, the next
 * ones at debug level, the return as information.
 */
abstract class BrokerThread implements Runnable {

    private static final long MIN_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 250;

    private static final String NO_CONNECTION = "there is no connection to the broker";
    private static final String FULL = "the broker is full";

    /** Somebody has to change something first; and a broker remembers a refusal for ten seconds. */
    private static final long REFUSED_PAUSE_MILLIS = 2_000;

    private final String name;
    private final Logger log;
    private final BrokerLine line;
    private volatile boolean closed;
    /** Why there is no connection that works; null while there is one. Written by this thread. */
    private volatile String trouble = NO_CONNECTION;
    /** Null until it is started. */
    private volatile Thread thread;
    /** Failures since the last success. Confined to this thread. */
    private int failures;

    BrokerThread(String name, Logger log, BrokerConnector connector) {
        this.name = name;
        this.log = log;
        this.line = connector.line();
    }

    /**
     * Works on a connection, not yet started, until it fails or this is {@link #closed}; asks for that several times a second.
     */
    abstract void serve(Connection connection) throws JMSException, InterruptedException;

    void start(ThreadFactory threads) {
        Thread started = threads.newThread(this);
        started.setName(name);
        thread = started;
        started.start();
    }

    @Override
    public final void run() {
        while (!closed) {
            try (Connection opened = line.open()) {
                serve(opened);
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                if (isInterrupt(e)) {
                    // The container ends its threads.
                    closed = true;
                    Thread.currentThread().interrupt();
                }
                failed(e);
            }
        }
    }

    /** Called by the subclass whenever its connection has proved to work. */
    final void connected() {
        if (failures > 0) {
            log.log(Level.INFO, "{0}: the broker is back", name);
        }
        failures = 0;
        if (trouble != null) {
            trouble = null;
        }
    }

    /** Why there is no connection that works, in words for everyone; null while there is one. Safe on any thread. */
    final String trouble() {
        return trouble;
    }

    /** For a further connection of this thread. */
    final BrokerLine line() {
        return line;
    }

    final boolean closed() {
        return closed;
    }

    /**
     * Tells the thread to end; does not wait. Nor does it interrupt it: an interrupt can close a journal file when the broker
     * lives in this process.
     */
    void end() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits until the thread has ended, up to a time of {@link System#nanoTime()}. */
    final void join(long deadlineNanos) throws InterruptedException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        Thread running = thread;
        if (running != null && millis > 0) {
            running.join(millis);
        }
    }

    /** Tells threads to end, and waits for them, for so long at the most. */
    static void endAll(List<? extends BrokerThread> threads, long graceMillis) {
        threads.forEach(BrokerThread::end);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
        try {
            for (BrokerThread each : threads) {
                each.join(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Throwable e) {
        if (closed) {
            return;
        }
        String refused = Refusal.of(e, line);
        boolean full = e instanceof JMSException refusal && FullAddress.refused(refusal);
        trouble = refused != null ? refused : full ? FULL : NO_CONNECTION;
        Level level = failures == 0 ? Level.WARNING : Level.DEBUG;
        if (e instanceof JMSException) {
            log.log(level, () -> name + ": lost the broker: " + e);
        } else {
            // Not what a broker's absence looks like: whoever searches for the cause needs to see where it was thrown.
            log.log(level, name + ": lost the broker", e);
        }
        long bound = Math.min(MAX_PAUSE_MILLIS, MIN_PAUSE_MILLIS << Math.min(failures, 10));
        failures++;
        pause(
                refused != null
                        ? REFUSED_PAUSE_MILLIS
                        : bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
    }

    /** Waits, or until it is to end. */
    final synchronized void pause(long millis) {
        try {
            if (!closed) {
                wait(millis);
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    /** The broker's client wraps an interrupt in exceptions of its own, and forgets the thread's flag. */
    private static boolean isInterrupt(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }
}
