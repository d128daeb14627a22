package org.tidings.session;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;

/**
 * Writes one session's outbound queue to its transport: one send in flight, and everything that waits meanwhile in the next
 * frame. When the queue has run down it refills it for subscriptions that are behind.
 *
 * <p>{@link #wake} on any thread; the rest in its turns, one at a time, or where a send completes.
 */
final class SessionWriter extends Turn implements Consumer<Throwable> {

    /** Frames written, or pages of history looked through, in a row before other sessions have the thread. */
    private static final int FRAMES_IN_A_ROW = 4;

    private final OutboundQueue queue;
    private final Transport transport;
    private final RunQueue turns;
    private final Executor closers;
    private final SessionMetrics metrics;
    private final BehindSubscriptions behind;
    private final Runnable onFailure;
    /** Set from a wake until the writer has found nothing more to do; while it is set, a turn is coming or a send is in flight. */
    private final AtomicBoolean busy = new AtomicBoolean();

    /** Whether the send in flight has completed, or the thread that began it has left it; whichever comes second goes on. */
    private final AtomicBoolean onItsOwn = new AtomicBoolean();
    /** Null while no send is in flight. Written by who begins a send, read by who completes it. */
    private OutboundQueue.Frame sending;

    private volatile boolean pingDue;
    /** Null until the session is to end; once the queue is written, so does the connection. */
    private volatile CloseCode closing;

    private volatile boolean ended;

    /** @param closers for the end of the connection, which may block */
    SessionWriter(
            OutboundQueue queue,
            Transport transport,
            RunQueue turns,
            Executor closers,
            SessionMetrics metrics,
            BehindSubscriptions behind,
            Runnable onFailure) {
        this.queue = queue;
        this.transport = transport;
        this.turns = turns;
        this.closers = closers;
        this.metrics = metrics;
        this.behind = behind;
        this.onFailure = onFailure;
    }

    /** There is something to do. */
    void wake() {
        // Looked at first: under load nearly always somebody has woken it before.
        if (!busy.get() && !ended && busy.compareAndSet(false, true)) {
            turns.ready(this);
        }
    }

    /** Does something on the writer thread, soon; also while a send is stuck. */
    void later(Runnable task) {
        if (!ended) {
            turns.ready(new Once(task));
        }
    }

    void ping() {
        pingDue = true;
        wake();
    }

    /** Ends the connection once the queue is written. The first code counts. */
    synchronized void close(CloseCode code) {
        if (closing == null) {
            closing = code;
            wake();
        }
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

    @Override
    boolean neverBlocks() {
        return transport.neverBlocks();
    }

    @Override
    void take(FrameDraft draft) {
        for (int row = 0; !ended; ) {
            if (pingDue) {
                // Ahead of what waits, for there may always be more: a peer that is never asked cannot answer in time.
                sendPing();
                continue;
            }
            // One that is being ended gets nothing more from history: it may have ended for that.
            boolean catchingUp = closing == null && behind.any();
            if (catchingUp && queue.hasRoom()) {
                behind.refill();
            }
            OutboundQueue.Frame frame = queue.next(draft);
            if (frame != null) {
                if (!send(frame)) {
                    return;
                }
                if (++row == FRAMES_IN_A_ROW) {
                    turns.ready(this);
                    return;
                }
            } else if (catchingUp) {
                // The queue is empty, so the next refill makes progress, if only past events that a filter leaves out.
                if (++row == FRAMES_IN_A_ROW) {
                    turns.ready(this);
                    return;
                }
            } else if (closing != null) {
                ended = true;
                closers.execute(() -> transport.close(closing));
            } else if (rest()) {
                return;
            }
        }
    }

    /** Nothing can be written any more. Of a fault of ours the connection knows nothing: it would stay, and nobody would hear the peer. */
    @Override
    void failed() {
        end();
        closers.execute(() -> transport.close(CloseCode.INTERNAL));
        onFailure.run();
    }

    private boolean hasMore() {
        return !queue.isEmpty() || pingDue || closing != null || behind.any();
    }

    /** Gives the turn back; false if something came in at the same moment. */
    private boolean rest() {
        busy.set(false);
        return !hasMore() || !busy.compareAndSet(false, true);
    }

    /** Whether the send is already done; otherwise its completion goes on. */
    private boolean send(OutboundQueue.Frame frame) {
        sending = frame;
        onItsOwn.set(false);
        transport.send(frame.out(), this);
        return !onItsOwn.compareAndSet(false, true);
    }

    /** The send has completed. @param failure null where all is well */
    @Override
    public void accept(Throwable failure) {
        OutboundQueue.Frame sent = sending;
        sending = null;
        if (failure != null) {
            failed();
        } else {
            metrics.sent(sent);
        }
        if (!onItsOwn.compareAndSet(false, true) && (hasMore() || !rest())) {
            turns.ready(this);
        }
    }

    private void sendPing() {
        pingDue = false;
        try {
            transport.ping();
        } catch (Exception e) {
            failed();
        }
    }

    /** Something that has nothing to do with what is written. */
    private static final class Once extends Turn {
        private final Runnable task;

        Once(Runnable task) {
            this.task = task;
        }

        @Override
        void take(FrameDraft draft) {
            task.run();
        }

        /** The log has it. */
        @Override
        void failed() {}
    }
}
