package org.tidings.instance;

import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;

/** Begins something once it is no longer held back, unless it was cancelled before. Thread-safe. */
final class HeldStart {

    private static final long PAUSE_MILLIS = 20;

    private final BooleanSupplier held;
    private final Runnable begin;
    /** Guarded by this. */
    private boolean over;

    HeldStart(BooleanSupplier held, Runnable begin) {
        this.held = held;
        this.begin = begin;
    }

    /** Begins at once where nothing holds it back, else later on a thread of its own. */
    void start(ThreadFactory threads) {
        if (held.getAsBoolean()) {
            Thread waiting = threads.newThread(this::await);
            waiting.setName("tidings-start");
            waiting.start();
        } else {
            begin();
        }
    }

    /** It does not begin any more. Waits while it is beginning. */
    synchronized void cancel() {
        over = true;
        notifyAll();
    }

    private synchronized void await() {
        try {
            while (!over && held.getAsBoolean()) {
                wait(PAUSE_MILLIS);
            }
            begin();
        } catch (InterruptedException e) {
            // The container ends its threads.
            over = true;
        }
    }

    private synchronized void begin() {
        if (!over) {
            over = true;
            begin.run();
        }
    }
}
