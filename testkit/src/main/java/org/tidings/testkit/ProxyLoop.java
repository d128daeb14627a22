package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The one thread of a {@link FaultProxy}, and all that only this thread may touch. */
final class ProxyLoop {

    /** As much as Linux allows by default: clients that were cut off come back all at once. */
    private static final int BACKLOG = 4096;

    private static final int READ_BYTES = 64 << 10;

    interface Command {
        void run() throws IOException;
    }

    private record Order(Command command, CompletableFuture<Void> done) {}

    private record Wake(long atNanos, ProxiedConnection connection) implements Comparable<Wake> {

        @Override
        public int compareTo(Wake other) {
            return Long.signum(atNanos - other.atNanos);
        }
    }

    private final Selector selector = Selector.open();
    private final Thread thread;

    /** Guarded by itself. */
    private final Queue<Order> orders = new ArrayDeque<>();

    /** No order is taken any more. Guarded by {@code orders}. */
    private boolean ended;

    /** Written by the thread alone. */
    private volatile int connections;

    // All below is confined to the thread.
    private InetSocketAddress server;
    private final Random random;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(READ_BYTES);
    private final Set<ProxiedConnection> live = new HashSet<>();
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>();
    private final InetSocketAddress address;
    private Passage.Mode mode = new Passage.Mode(Passage.FREE, Passage.FREE);
    private boolean closing;

    /** Null while connections are refused. */
    private ServerSocketChannel listener;

    /** Bound and not listening: keeps the port while connections to it are refused. Null otherwise. */
    private SocketChannel placeholder;

    ProxyLoop(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) listener.getLocalAddress();
        thread = new Thread(this::run, "fault-proxy-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return address.getPort();
    }

    int connections() {
        return connections;
    }

    /** Runs it on the thread and waits until that is done. */
    void execute(Command command) {
        Order order = new Order(command, new CompletableFuture<>());
        synchronized (orders) {
            if (ended) {
                throw new IllegalStateException("the proxy is closed");
            }
            orders.add(order);
        }
        selector.wakeup();
        try {
            order.done.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the proxy could not do it", e.getCause());
        }
    }

    void close() {
        synchronized (orders) {
            if (!ended) {
                orders.add(new Order(() -> closing = true, new CompletableFuture<>()));
            }
        }
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Set<ProxiedConnection> live() {
        return live;
    }

    void mode(Passage.Mode next) throws IOException {
        mode = next;
        long now = System.nanoTime();
        for (ProxiedConnection connection : live) {
            connection.mode(next, now);
            schedule(connection, now);
        }
        if (listener == null) {
            placeholder.close();
            placeholder = null;
            listen(address);
        }
    }

    void retarget(InetSocketAddress next) {
        server = next;
    }

    void refuse() throws IOException {
        if (listener != null) {
            listener.close();
            // A closed channel lets go of its port when it leaves the selector.
            selector.selectNow();
            listener = null;
            placeholder = SocketChannel.open();
            placeholder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            placeholder.bind(address);
        }
    }

    private void listen(InetSocketAddress where) throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open();
        opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        opened.setOption(StandardSocketOptions.SO_RCVBUF, ProxiedConnection.SOCKET_BUFFER);
        opened.bind(where, BACKLOG);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_ACCEPT);
        listener = opened;
    }

    private void run() {
        Throwable failure = null;
        try {
            while (!closing) {
                selector.select(this::ready, timeoutMillis());
                wakeTheDue();
                obey();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        end(failure);
    }

    private void ready(SelectionKey key) {
        try {
            if (!key.isValid()) {
                return;
            }
            if (key.isAcceptable()) {
                accept();
            } else {
                long now = System.nanoTime();
                ProxiedConnection connection = (ProxiedConnection) key.attachment();
                connection.ready(key, scratch, now);
                settle(connection, now);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
            ProxiedConnection connection = new ProxiedConnection(selector, client, server, mode, random);
            live.add(connection);
            connections = live.size();
            connection.open();
            settle(connection, System.nanoTime());
        }
    }

    private void settle(ProxiedConnection connection, long now) {
        if (connection.isOpen()) {
            schedule(connection, now);
        } else if (live.remove(connection)) {
            connections = live.size();
        }
    }

    private void schedule(ProxiedConnection connection, long now) {
        Long wait = connection.waitNanos(now);
        if (wait == null) {
            return;
        }
        Long before = connection.wakeAtNanos;
        if (before == null || before - (now + wait) > 0) {
            connection.wakeAtNanos = now + wait;
            wakes.add(new Wake(now + wait, connection));
        }
    }

    private void wakeTheDue() {
        long now = System.nanoTime();
        while (!wakes.isEmpty() && wakes.peek().atNanos - now <= 0) {
            Wake wake = wakes.poll();
            ProxiedConnection connection = wake.connection;
            // One that was put forward meanwhile has its own entry.
            if (connection.wakeAtNanos != null && connection.wakeAtNanos == wake.atNanos) {
                connection.wakeAtNanos = null;
                connection.wake(now);
                settle(connection, now);
            }
        }
    }

    /** 0 stands for ever; what is due within the millisecond is waited for that long. */
    private long timeoutMillis() {
        if (wakes.isEmpty()) {
            return 0;
        }
        return Math.max(1, (wakes.peek().atNanos - System.nanoTime()) / 1_000_000);
    }

    private void obey() {
        for (Order order = nextOrder(); order != null; order = nextOrder()) {
            try {
                order.command.run();
                live.removeIf(connection -> !connection.isOpen() || connection.isDropped());
                connections = live.size();
                order.done.complete(null);
            } catch (IOException | RuntimeException e) {
                order.done.completeExceptionally(e);
            }
        }
    }

    private Order nextOrder() {
        synchronized (orders) {
            return orders.poll();
        }
    }

    private void end(Throwable failure) {
        synchronized (orders) {
            ended = true;
        }
        for (Order order = nextOrder(); order != null; order = nextOrder()) {
            order.done.completeExceptionally(new IllegalStateException("the proxy has ended", failure));
        }
        try {
            live.forEach(ProxiedConnection::reset);
            // Connections that were dropped are known to the selector alone.
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            if (placeholder != null) {
                placeholder.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections = 0;
        }
        if (failure != null) {
            throw new IllegalStateException("the proxy has failed", failure);
        }
    }
}
