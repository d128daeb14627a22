package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A thread that holds a connection to the broker, and opens a new one after any failure until it is closed.
 *
 * <p>Pauses between attempts grow from 50 ms to 1 s with jitter. The first failure of a row is logged as a warning, the next
 * ones at debug level, the return as information.
 */
abstract class BrokerThread implements Runnable {

    private static final long MIN_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 1_000;

    private final String name;
    private final Logger log;
    private final BrokerConnector connector;
    private volatile boolean closed;
    /** Null while none is open. Closed by another thread only to end this one. */
    private volatile Connection connection;

    private volatile Thread thread;
    /** Failures since the last success. Confined to this thread. */
    private int failures;

    BrokerThread(String name, Logger log, BrokerConnector connector) {
        this.name = name;
        this.log = log;
        this.connector = connector;
    }

    /** Works on a connection, not yet started, until it fails or this is closed. */
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
            try (Connection opened = connector.open()) {
                connection = opened;
                serve(opened);
            } catch (JMSException | RuntimeException e) {
                failed(e);
            } catch (InterruptedException e) {
                // The container ends its threads.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Called by the subclass once its connection works. */
    final void connected() {
        if (failures > 0) {
            log.log(Level.INFO, "{0}: the broker is back", name);
        }
        failures = 0;
    }

    final boolean closed() {
        return closed;
    }

    /**
     * Ends the thread, and waits up to two seconds for it. Does not interrupt it: an interrupt can close a journal file when
     * the broker lives in this process.
     */
    void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        Connection open = connection;
        Thread running = thread;
        try {
            if (open != null) {
                open.close();
            }
            if (running != null && running != Thread.currentThread()) {
                running.join(2_000);
            }
        } catch (JMSException e) {
            log.log(Level.DEBUG, () -> name + ": closing: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Exception e) {
        if (closed) {
            return;
        }
        log.log(failures == 0 ? Level.WARNING : Level.DEBUG, () -> name + ": lost the broker: " + e);
        long bound = Math.min(MAX_PAUSE_MILLIS, MIN_PAUSE_MILLIS << Math.min(failures, 10));
        failures++;
        pause(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
    }

    private synchronized void pause(long millis) {
        try {
            if (!closed) {
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }
}
