package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/**
 * Asks several brokers for a connection at once and takes that of the first to answer. Of a pair one is live; the other refuses, or,
 * where it was frozen while it was live, takes the call and says nothing: then the one that refused is asked again meanwhile, for it is
 * about to become live.
 *
 * <p>Confined to the thread that opens; the attempts run on the client's workers.
 */
final class FirstToAnswer {

    /** One of the brokers; asked once at a time. */
    @FunctionalInterface
    interface Candidate {

        Connection open() throws JMSException;
    }

    private static final long ASK_AGAIN_MILLIS = 100;

    private final List<? extends Candidate> addresses;
    private final ExecutorService workers;
    private final BooleanSupplier closed;
    /** Those that have not answered yet, also of earlier calls: an address opens one connection at a time. Guarded by this. */
    private final Set<Candidate> asked = new HashSet<>();
    /** Counts the calls: what an attempt of an earlier one brings is too late. Guarded by this. */
    private long call;
    /** What the present call has got, null for nothing yet. Guarded by this. */
    private Connection first;
    /** Why the last attempt failed. Guarded by this. */
    private Throwable failure;

    FirstToAnswer(List<? extends Candidate> addresses, ExecutorService workers, BooleanSupplier closed) {
        this.addresses = addresses;
        this.workers = workers;
        this.closed = closed;
    }

    /** @throws JMSException when every one of them has failed */
    synchronized Connection open() throws JMSException {
        call++;
        first = null;
        failure = null;
        try {
            for (boolean again = false; first == null; again = true) {
                if (closed.getAsBoolean() || again && asked.isEmpty()) {
                    throw failure();
                }
                askAll();
                long end = System.nanoTime() + ASK_AGAIN_MILLIS * 1_000_000;
                for (long left = ASK_AGAIN_MILLIS; first == null && !asked.isEmpty() && left > 0; ) {
                    wait(left);
                    left = (end - System.nanoTime()) / 1_000_000;
                }
            }
            return first;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (first != null) {
                discard(first);
            }
            throw failure();
        } finally {
            call++;
        }
    }

    private JMSException failure() {
        JMSException none = new JMSException("no broker of the pair takes connections");
        if (failure != null) {
            none.initCause(failure);
        }
        return none;
    }

    private void askAll() {
        List<Candidate> silent = new ArrayList<>(addresses);
        silent.removeAll(asked);
        long mine = call;
        for (Candidate address : silent) {
            asked.add(address);
            workers.execute(() -> ask(address, mine));
        }
    }

    private void ask(Candidate address, long forCall) {
        Connection opened = null;
        Throwable failed = null;
        try {
            opened = address.open();
        } catch (JMSException | RuntimeException | LinkageError e) {
            failed = e;
        }
        if (!taken(address, forCall, opened, failed) && opened != null) {
            discard(opened);
        }
    }

    private synchronized boolean taken(Candidate address, long forCall, Connection opened, Throwable failed) {
        asked.remove(address);
        notifyAll();
        if (failed != null) {
            failure = failed;
        }
        if (opened == null || forCall != call || first != null) {
            return false;
        }
        first = opened;
        return true;
    }

    private static void discard(Connection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            // It is gone already, which is what was wanted.
        }
    }
}
