package org.tidings.session;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tidings.envelope.CloseCode;

/**
 * Writes one session's outbound queue to its transport: one send in flight, and everything that waits meanwhile in the next
 * frame. When the queue has run down it refills it for subscriptions that are behind.
 *
 * <p>{@link #wake} on any thread; the rest on a writer thread, never on two at once.
 */
final class SessionWriter implements Runnable {

    /** Frames written, or pages of history looked through, in a row before other sessions have the thread. */
    private static final int TURN_FRAMES = 16;

    private final OutboundQueue queue;
    private final Transport transport;
    private final Executor writers;
    private final SessionMetrics metrics;
    private final int maxFrameBytes;
    private final BehindSubscriptions behind;
    private final Runnable onFailure;
    /** Set from a wake until the writer has found nothing more to do; while it is set, the writer runs or a send is in flight. */
    private final AtomicBoolean busy = new AtomicBoolean();

    private volatile boolean pingDue;
    /** When the send in flight began, {@link System#nanoTime()}; 0 while none is. */
    private volatile long sendingSinceNanos;
    /** Null until the session is to end; once the queue is written, so does the connection. */
    private volatile CloseCode closing;

    private volatile boolean ended;

    SessionWriter(
            OutboundQueue queue,
            Transport transport,
            Executor writers,
            SessionMetrics metrics,
            int maxFrameBytes,
            BehindSubscriptions behind,
            Runnable onFailure) {
        this.queue = queue;
        this.transport = transport;
        this.writers = writers;
        this.metrics = metrics;
        this.maxFrameBytes = maxFrameBytes;
        this.behind = behind;
        this.onFailure = onFailure;
    }

    /** There is something to do. */
    void wake() {
        if (!ended && busy.compareAndSet(false, true)) {
            writers.execute(this);
        }
    }

    /** Does something on a writer thread, soon; also while a send is stuck. */
    void later(Runnable task) {
        if (!ended) {
            writers.execute(task);
        }
    }

    void ping() {
        pingDue = true;
        wake();
    }

    /** Ends the connection once the queue is written. The first code counts. */
    synchronized boolean close(CloseCode code) {
        if (closing != null) {
            return false;
        }
        closing = code;
        wake();
        return true;
    }

    boolean isClosing() {
        return closing != null;
    }

    /** No more is written. */
    void end() {
        ended = true;
        queue.clear();
        behind.clear();
    }

    /** How long the send in flight has lasted, in nanoseconds; 0 while none is. */
    long stuckNanos(long now) {
        long since = sendingSinceNanos;
        return since == 0 ? 0 : Math.max(1, now - since);
    }

    @Override
    public void run() {
        for (int turns = 0; !ended; ) {
            // One that is being ended gets nothing more from history: it may have ended for that.
            boolean catchingUp = closing == null && behind.any();
            if (catchingUp && queue.hasRoom()) {
                behind.refill();
            }
            OutboundQueue.Frame frame = queue.next(maxFrameBytes);
            if (frame != null) {
                if (!send(frame)) {
                    return;
                }
                if (++turns == TURN_FRAMES) {
                    writers.execute(this);
                    return;
                }
            } else if (pingDue) {
                sendPing();
            } else if (catchingUp) {
                // The queue is empty, so the next refill makes progress, if only past events that a filter leaves out.
                if (++turns == TURN_FRAMES) {
                    writers.execute(this);
                    return;
                }
            } else if (closing != null) {
                ended = true;
                transport.close(closing);
            } else if (rest()) {
                return;
            }
        }
    }

    /** Gives the thread back; false if something came in at the same moment. */
    private boolean rest() {
        busy.set(false);
        boolean more = queue.bytes() > 0 || pingDue || closing != null || behind.any();
        return !more || !busy.compareAndSet(false, true);
    }

    /** Whether the send is already done; otherwise its completion goes on. */
    private boolean send(OutboundQueue.Frame frame) {
        AtomicBoolean first = new AtomicBoolean();
        sendingSinceNanos = System.nanoTime();
        transport.send(frame.out(), failure -> {
            sendingSinceNanos = 0;
            if (failure != null) {
                end();
                onFailure.run();
            } else {
                metrics.sent(frame);
            }
            if (!first.compareAndSet(false, true)) {
                writers.execute(this);
            }
        });
        return !first.compareAndSet(false, true);
    }

    private void sendPing() {
        pingDue = false;
        try {
            transport.ping();
        } catch (Exception e) {
            end();
            onFailure.run();
        }
    }
}
