package org.tidings.testkit.verify;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes at a steady pace, whatever the server does: each party in turn, on each channel in turn. What was due while
 * the machine was busy follows at once. One thread of its own.
 */
final class Workload {

    private final List<Party> parties;
    private final List<String> channels;
    private final int perSecond;
    private final Thread thread = new Thread(this::run, "workload");
    private volatile boolean ended;

    Workload(List<Party> parties, List<String> channels, int perSecond) {
        this.parties = parties;
        this.channels = channels;
        this.perSecond = perSecond;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long start = System.nanoTime();
        for (long i = 0; !ended; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0 && !ended; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (!ended) {
                Party party = parties.get((int) (i % parties.size()));
                String channel = channels.get((int) (i / parties.size() % channels.size()));
                party.publish(channel, party.name() + '-' + i);
            }
        }
    }

    /** When it returns nothing more is published. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
