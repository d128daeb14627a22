package org.tidings.testkit.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A thread with a selector and its connections. Closing it ends all of them. */
final class Loop implements AutoCloseable {

    /** What is read at once: under load many deliveries of a connection are taken with one call of the system. */
    private static final int READ_BYTES = 256 * 1024;

    private static final long MILLI = 1_000_000L;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** What a connection reads into, behind what it kept of the last time. Only the loop's thread. */
    private final ByteBuffer input = ByteBuffer.allocateDirect(READ_BYTES + FrameScanner.MOST_KEPT);

    /** Only the loop's thread. */
    private final List<Work> works = new ArrayList<>();

    private volatile boolean closed;

    Loop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector", e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Does something on the loop's thread, and returns when it is done. */
    void tell(Runnable task) {
        ask(() -> {
            task.run();
            return null;
        });
    }

    /** As {@link #tell}, for an answer. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Only from the loop's thread. */
    void begin(Work work) {
        works.add(work);
    }

    /** Only from the loop's thread. */
    void end(Work work) {
        works.remove(work);
    }

    /** Only from the loop's thread. */
    SelectionKey register(SocketChannel channel, int interest, Link link) throws IOException {
        return channel.register(selector, interest, link);
    }

    /** Processor time of the loop's thread so far. */
    long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    private void run() {
        try {
            while (!closed) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                await(work());
                transfer();
            }
            for (SelectionKey key : List.copyOf(selector.keys())) {
                ((Link) key.attachment()).abandon();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the generator's selector failed", e);
        }
    }

    /** After how many nanoseconds some work wants to be done again. */
    private long work() {
        long soonest = Work.IDLE;
        // A work may end itself.
        for (int i = works.size() - 1; i >= 0; i--) {
            soonest = Math.min(soonest, works.get(i).run());
        }
        return soonest;
    }

    /** The selector waits for whole milliseconds, which is too coarse for what is due at a time. */
    private void await(long nanos) throws IOException {
        if (nanos > 2 * MILLI) {
            selector.select(nanos / MILLI - 1);
        } else {
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
            selector.selectNow();
        }
    }

    private void transfer() {
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            SelectionKey key = ready.next();
            ready.remove();
            if (key.isValid()) {
                ((Link) key.attachment()).transfer(key, input);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
