package org.tidings.testkit.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Thousands of {@link SwarmClient}s on one thread, with a clock of their own. {@link #call}, {@link #tell} and {@link
 * #close} are for any thread, all else for the swarm's.
 */
final class Swarm implements AutoCloseable {

    private static final int READ_BYTES = 256 << 10;

    private record Timer(long atNanos, Runnable task) implements Comparable<Timer> {

        @Override
        public int compareTo(Timer other) {
            return Long.signum(atNanos - other.atNanos);
        }
    }

    private final Selector selector;
    private final Random random;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(READ_BYTES);
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "swarm");
    private volatile boolean closed;

    /** What ended the thread; null while it runs. */
    private volatile RuntimeException failure;

    Swarm(long seed) {
        random = new Random(seed);
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    Selector selector() {
        return selector;
    }

    Random random() {
        return random;
    }

    ByteBuffer scratch() {
        return scratch;
    }

    /** Asks something of the thread and waits for the answer. */
    <T> T call(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        orders.add(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception | AssertionError e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        try {
            while (!answer.isDone()) {
                if (failure != null) {
                    throw failure;
                }
                pause(answer);
            }
            return answer.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static void pause(CompletableFuture<?> answer) {
        try {
            answer.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The caller looks.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Has the thread do something, and waits until it is done. */
    void tell(Runnable order) {
        call(() -> {
            order.run();
            return null;
        });
    }

    void after(long nanos, Runnable task) {
        at(System.nanoTime() + nanos, task);
    }

    void at(long nanos, Runnable task) {
        timers.add(new Timer(nanos, task));
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready, timeoutMillis());
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                long now = System.nanoTime();
                while (!timers.isEmpty() && timers.peek().atNanos - now <= 0) {
                    timers.poll().task.run();
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            failure = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void ready(SelectionKey key) {
        if (key.isValid()) {
            ((SwarmSocket) key.attachment()).ready();
        }
    }

    /** 0 stands for ever. A pace must not be late for want of milliseconds: what is due within one is looked for at once. */
    private long timeoutMillis() {
        if (timers.isEmpty()) {
            return 0;
        }
        return Math.max(1, (timers.peek().atNanos - System.nanoTime()) / 1_000_000);
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
