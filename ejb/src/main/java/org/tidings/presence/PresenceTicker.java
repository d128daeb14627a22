package org.tidings.presence;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;

/** Keeps presence's time, on a thread of its own. */
public final class PresenceTicker implements Runnable {

    private static final Logger LOG = System.getLogger(PresenceTicker.class.getName());
    private static final long TICK_MILLIS = 50;

    private final Presence presence;
    private final ThreadFactory threads;
    private volatile boolean stopped;

    /** @param threads makes the thread; in a container a {@code ManagedThreadFactory} */
    public PresenceTicker(Presence presence, ThreadFactory threads) {
        this.presence = presence;
        this.threads = threads;
    }

    public void start() {
        Thread thread = threads.newThread(this);
        thread.setName("tidings-presence-ticker");
        thread.start();
    }

    /** Does not wait. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                presence.tick();
                pause();
            } catch (InterruptedException e) {
                // The container ends its threads.
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "presence could not be kept for a moment", e);
            }
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!stopped) {
            wait(TICK_MILLIS);
        }
    }
}
