package org.tidings.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** The writer threads of an instance, among which the sessions are dealt out. They run from the first session on. Thread-safe. */
final class Writers {

    private static final int LEAST = 2;
    /** More would only wait for the network. */
    private static final int MOST = 8;

    private final List<Writer> writers = new ArrayList<>();
    private final ThreadFactory threads;
    /** How many sessions were dealt out. Guarded by this. */
    private int dealt;

    private boolean stopped;

    Writers(ThreadFactory threads, FlushWindow window, int maxFrameBytes) {
        this.threads = threads;
        int count = Math.max(LEAST, Math.min(MOST, Runtime.getRuntime().availableProcessors() / 2));
        for (int i = 0; i < count; i++) {
            writers.add(new Writer(window, new FrameDraft(maxFrameBytes)));
        }
    }

    /** For a new session, which is written by no other thread. */
    synchronized RunQueue next() {
        if (dealt == 0 && !stopped) {
            writers.forEach(this::begin);
        }
        dealt++;
        return writers.get(Math.floorMod(dealt, writers.size()));
    }

    private void begin(Writer writer) {
        Thread thread = threads.newThread(writer);
        thread.setName("tidings-writer");
        thread.start();
    }

    /** Ends the threads. Nothing is written any more. */
    synchronized void stop() {
        stopped = true;
        writers.forEach(Writer::stop);
    }
}
