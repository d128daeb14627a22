package org.tidings.web.sse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The body of one response, written without waiting for whoever reads it (Jakarta Servlet §3.7): what the container does not take now
 * is written when it says so. Any thread may call; whichever comes first works for all, so no lock is held while the container is
 * called or calls.
 */
final class StreamOutput implements WriteListener {

    /** @param done told null once the container has taken all of it, or why it has not */
    private record Part(byte[] bytes, Consumer<Throwable> done) {}

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable onBroken;
    private final Queue<Part> waiting = new ConcurrentLinkedQueue<>();
    /** Who finds it at 0 works; the others leave their work to that one. */
    private final AtomicInteger work = new AtomicInteger();
    /** Whether the container has said that it is ready for the first time. */
    private volatile boolean begun;

    private volatile boolean closing;
    /** Null until it breaks. */
    private volatile Throwable broken;

    /** Written, but not yet known to be taken; null for none. Only touched by whoever works. */
    private Part writing;
    /** Whether something was written since the last flush. Likewise. */
    private boolean unflushed;
    /** Likewise. */
    private boolean over;

    /** @param onBroken called once where the peer is gone */
    StreamOutput(AsyncContext context, ServletOutputStream out, Runnable onBroken) {
        this.context = context;
        this.out = out;
        this.onBroken = onBroken;
    }

    void write(byte[] bytes, Consumer<Throwable> done) {
        waiting.add(new Part(bytes, done));
        work();
    }

    /** Ends the response, behind what can be written at once. */
    void close() {
        closing = true;
        work();
    }

    @Override
    public void onWritePossible() {
        begun = true;
        work();
    }

    @Override
    public void onError(Throwable failure) {
        broken = failure;
        work();
    }

    private void work() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        for (int seen = 1; seen != 0; seen = work.addAndGet(-seen)) {
            step();
        }
    }

    private void step() {
        if (over) {
            refuse(new IOException("the stream has ended"));
            return;
        }
        try {
            if (broken != null) {
                throw new IOException(broken);
            }
            if (begun) {
                writeAll();
                if (closing) {
                    end();
                }
            }
        } catch (IOException | RuntimeException e) {
            end();
            refuse(e);
            onBroken.run();
        }
    }

    private void writeAll() throws IOException {
        while (out.isReady()) {
            if (unflushed) {
                unflushed = false;
                out.flush();
            } else if (writing != null) {
                Part written = writing;
                writing = null;
                written.done().accept(null);
            } else {
                Part next = waiting.poll();
                if (next == null) {
                    return;
                }
                writing = next;
                unflushed = true;
                out.write(next.bytes());
            }
        }
    }

    private void end() {
        over = true;
        try {
            context.complete();
        } catch (IllegalStateException alreadyOver) {
            // The container was first.
        }
    }

    /** Nothing of what waits will be written. */
    private void refuse(Throwable why) {
        Queue<Part> left = new ArrayDeque<>();
        if (writing != null) {
            left.add(writing);
            writing = null;
        }
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            left.add(part);
        }
        left.forEach(part -> part.done().accept(why));
    }
}
