package org.tidings.web.frames;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What arrives on a connection that the server's HTTP has let go of. Everything is read by the listener before {@link #feed} returns.
 * Fed by one thread at a time.
 */
final class FedInput extends ServletInputStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** The application's, for a server's thread comes with any. */
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    private ByteBuffer arrived = NOTHING;
    /** Set before anything arrives. */
    private ReadListener listener;
    /** Whether the listener is to hear no more. */
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param bytes the caller's again when this returns */
    void feed(ByteBuffer bytes) {
        if (ended.get()) {
            return;
        }
        arrived = bytes;
        try {
            tell(listener::onDataAvailable);
        } finally {
            arrived = NOTHING;
        }
    }

    /** The peer, or the network, has ended the connection. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            tell(() -> listener.onError(new EOFException("the connection has ended")));
        }
    }

    private interface Word {
        void say() throws IOException;
    }

    private void tell(Word word) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            word.say();
        } catch (IOException | RuntimeException e) {
            if (ended.compareAndSet(false, true)) {
                listener.onError(e);
            }
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
        return arrived.hasRemaining() && !ended.get();
    }

    @Override
    public boolean isFinished() {
        return ended.get();
    }

    @Override
    public void setReadListener(ReadListener wanted) {
        listener = wanted;
    }

    /** The listener itself has ended the connection. */
    @Override
    public void close() {
        ended.set(true);
    }
}
