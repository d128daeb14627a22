package org.tidings.web.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A connection to which two write: the session its ready frames, and the container what it answers by itself, pongs and closes.
 * Whole frames of the one go between whole frames of the other, never one within another (RFC 6455 §5.4). Nobody waits: what the
 * socket does not take stays here, one frame of the session at most, until the container's thread hears that it takes more.
 *
 * <p>Thread-safe. Calls the sink within its lock, and who waits for a frame without it.
 */
final class SharedOutput {

    /** The connection below. Takes what it can and never blocks. */
    interface Sink {

        int write(ByteBuffer source) throws IOException;

        long write(ByteBuffer[] sources, int offset, int length) throws IOException;

        boolean flush() throws IOException;

        /** Asks that the container be told when more is taken; it then writes or flushes. */
        void resume();

        void suspend();

        /** Whether the container has begun to close: behind its close frame comes nothing more (RFC 6455 §5.5.1). */
        boolean isClosing();
    }

    private final Sink sink;
    private final Executor completions;

    /** The session's frame, where the socket has not taken all of it; else null. */
    private ByteBuffer waiting;

    /** Whom to tell about it; null with it. */
    private Consumer<Throwable> whenWritten;

    /** Whether the socket has taken the beginning of what the container writes, and not the end. */
    private boolean withinContainers;

    private boolean ended;

    /** @param completions tells of frames that had to wait */
    SharedOutput(Sink sink, Executor completions) {
        this.sink = sink;
        this.completions = completions;
    }

    /**
     * Writes a frame of the session, now or as soon as the socket takes it. Never called while an earlier one is in flight.
     *
     * @param done called once, within this call or later, with null or with why the frame was not written
     */
    void send(ByteBuffer frame, Consumer<Throwable> done) {
        IOException failure = null;
        synchronized (this) {
            try {
                if (ended || sink.isClosing()) {
                    throw new ClosedChannelException();
                }
                if (!withinContainers) {
                    sink.write(frame);
                }
                if (frame.hasRemaining()) {
                    waiting = frame;
                    whenWritten = done;
                    sink.resume();
                    return;
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        done.accept(failure);
    }

    /** Whether a frame of the session has begun or waits. */
    synchronized boolean isBusy() {
        return waiting != null;
    }

    /** What the container writes: as many bytes of it as were taken. */
    synchronized long writeContainers(ByteBuffer[] sources, int offset, int length) throws IOException {
        if (!withinContainers && !isDrained()) {
            return 0;
        }
        long bytes = 0;
        for (int i = offset; i < offset + length; i++) {
            bytes += sources[i].remaining();
        }
        long taken = sink.write(sources, offset, length);
        withinContainers = taken < bytes && (withinContainers || taken > 0);
        return taken;
    }

    /** The socket takes more, or may do: false while something of the session waits. */
    synchronized boolean flush() throws IOException {
        return isDrained() && sink.flush();
    }

    /** The container needs not be told of room any more; the session may. */
    synchronized void suspend() {
        if (waiting == null) {
            sink.suspend();
        }
    }

    /** Nothing more is written. */
    synchronized void end() {
        ended = true;
        if (waiting != null) {
            complete(new ClosedChannelException());
        }
    }

    private boolean isDrained() throws IOException {
        if (waiting == null) {
            return true;
        }
        if (withinContainers) {
            return false;
        }
        try {
            sink.write(waiting);
        } catch (IOException e) {
            complete(e);
            throw e;
        }
        if (waiting.hasRemaining()) {
            return false;
        }
        complete(null);
        return true;
    }

    private void complete(Throwable failure) {
        Consumer<Throwable> done = whenWritten;
        waiting = null;
        whenWritten = null;
        completions.execute(() -> done.accept(failure));
    }
}
