package org.tidings.launcher.listener;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one connection's peer is waited for, and since when. Times are of {@link System#nanoTime()}.
 *
 * <p>Written by the connection's thread of the moment, read by the guard's.
 */
final class PeerWait {

    /** What is going on. */
    enum Phase {
        /** The peer has to send a whole request line and all headers, with TLS its handshake before them. */
        HEAD,
        /** The peer has to send the rest of a body, for which a thread may wait. */
        BODY,
        /** The peer has asked and is waited for no more, but to take the answer. */
        ANSWER,
        /** A WebSocket, whose silence is for its session to judge. */
        OPEN
    }

    private volatile Phase phase = Phase.HEAD;
    private volatile long since;
    /** Whether all of the answer has been handed on, so that what comes next is the next request's. */
    private volatile boolean answered;
    /** How many parts of the answer are being written: of a peer that reads nothing, the thread waits there. */
    private final AtomicInteger writing = new AtomicInteger();
    /** Since when the peer leaves something unread; 0 while it does not. On the guard's thread alone. */
    private long unreadSince;

    PeerWait(long now) {
        since = now;
    }

    Phase phase() {
        return phase;
    }

    /** A part of a request came; true where it was the first, with the headers complete. */
    boolean received(boolean last, long now) {
        boolean first = phase == Phase.HEAD || answered;
        if (first) {
            answered = false;
            since = now;
        }
        if (phase != Phase.OPEN) {
            phase = last ? Phase.ANSWER : Phase.BODY;
        }
        return first;
    }

    void upgraded() {
        phase = Phase.OPEN;
    }

    /** Everything of this request and its answer is done with. */
    void over(long now) {
        phase = Phase.HEAD;
        since = now;
    }

    /** A part of the answer is handed on; true for the last of it. */
    void writes(boolean last) {
        writing.incrementAndGet();
        if (last) {
            answered = true;
        }
    }

    void wrote() {
        writing.decrementAndGet();
    }

    /** For how long the peer has been waited for; 0 where it is not. */
    long waitedNanos(long now) {
        return phase == Phase.HEAD || phase == Phase.BODY ? Math.max(1, now - since) : 0;
    }

    /**
     * For how long the peer has left something of an answer unread; 0 where there is nothing to read.
     *
     * @param queued whether the server holds something that the system did not take
     */
    long unreadNanos(boolean queued, long now) {
        if (!queued && writing.get() == 0) {
            unreadSince = 0;
            return 0;
        }
        if (unreadSince == 0) {
            unreadSince = now;
        }
        return Math.max(1, now - unreadSince);
    }
}
