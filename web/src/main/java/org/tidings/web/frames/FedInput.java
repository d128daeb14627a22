package org.tidings.web.frames;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What arrives on a connection that the server's HTTP has let go of. Everything is read by the listener before {@link #feed} returns.
 * Fed by one thread at a time; the end may come on any other, and is told behind what is being read.
 */
final class FedInput extends ServletInputStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        /** Nothing is being read. */
        QUIET,
        READING,
        /** The connection has ended; who reads tells so. */
        ENDED_WHILE_READING,
        /** The listener hears no more. */
        OVER
    }

    /** The application's, for a server's thread comes with any. */
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    /** Told first that nothing more can be written, for the peer has gone. */
    private final Runnable gone;

    private ByteBuffer arrived = NOTHING;
    /** Set before anything arrives. */
    private ReadListener listener;
    /** Under the lock of this. */
    private State state = State.QUIET;

    FedInput(Runnable gone) {
        this.gone = gone;
    }

    /** @param bytes the caller's again when this returns */
    void feed(ByteBuffer bytes) {
        if (!move(State.QUIET, State.READING)) {
            return;
        }
        arrived = bytes;
        Throwable failure = null;
        try {
            tell(listener::onDataAvailable);
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            arrived = NOTHING;
            failure = stopReading(failure);
        }
        if (failure != null) {
            tellEnd(failure);
        }
    }

    /** Why the listener is to hear that this is the end; null where it is not. */
    private synchronized Throwable stopReading(Throwable failure) {
        if (state == State.READING && failure == null) {
            state = State.QUIET;
            return null;
        }
        boolean heard = state == State.OVER;
        state = State.OVER;
        return heard ? null : failure == null ? ended() : failure;
    }

    /** The peer, or the network, has ended the connection. */
    void end() {
        gone.run();
        if (!move(State.READING, State.ENDED_WHILE_READING) && move(State.QUIET, State.OVER)) {
            tellEnd(ended());
        }
    }

    private static EOFException ended() {
        return new EOFException("the connection has ended");
    }

    private synchronized boolean move(State from, State to) {
        if (state != from) {
            return false;
        }
        state = to;
        return true;
    }

    private interface Word {
        void say() throws IOException;
    }

    private void tellEnd(Throwable why) {
        try {
            tell(() -> listener.onError(why));
        } catch (IOException e) {
            throw new IllegalStateException("a word that throws nothing", e);
        }
    }

    private void tell(Word word) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            word.say();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        int count = Math.min(length, arrived.remaining());
        arrived.get(bytes, from, count);
        return count;
    }

    @Override
    public int read() throws IOException {
        if (!arrived.hasRemaining()) {
            throw new IOException("nothing has arrived");
        }
        return arrived.get() & 0xFF;
    }

    @Override
    public int available() {
        return arrived.remaining();
    }

    @Override
    public boolean isReady() {
        return arrived.hasRemaining() && !isFinished();
    }

    @Override
    public synchronized boolean isFinished() {
        return state == State.OVER;
    }

    @Override
    public void setReadListener(ReadListener wanted) {
        listener = wanted;
    }

    /** The listener itself has ended the connection. */
    @Override
    public synchronized void close() {
        state = State.OVER;
    }
}
