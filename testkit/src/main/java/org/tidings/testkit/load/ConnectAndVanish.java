package org.tidings.testkit.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Attackers that connect and vanish as fast as they can, in every way there is: without a word, in the middle of the
 * handshake, before its answer, behind it with a reset, with an end, and without either, which leaves the server with an
 * open socket. Driven by one thread; they have four.
 */
final class ConnectAndVanish implements Assault {

    private static final int THREADS = 4;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final InetSocketAddress server;
    private final String head;
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final int count;
    /** How long it took. */
    private double seconds;

    private final Queue<Socket> silent = new ConcurrentLinkedQueue<>();

    ConnectAndVanish(Target target, int count) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port());
        this.head = target.handshake();
        this.count = count;
    }

    /** Returns when all have done so. */
    @Override
    public void begin(Report report) {
        long start = System.nanoTime();
        all();
        seconds = (System.nanoTime() - start) / 1e9;
        report.figure("  what they heard", "%s, %.0f a second", answers, count / seconds);
    }

    private void all() {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(
                    () -> {
                        for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                            one(number);
                        }
                    },
                    "vanishing-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void one(int number) {
        Socket socket = new Socket();
        try {
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            switch (number % 10) {
                case 0 -> reset(socket);
                case 1 -> {
                    say(socket, head.substring(0, head.length() / 2));
                    reset(socket);
                }
                case 2 -> {
                    say(socket, head);
                    socket.close();
                }
                case 3 -> {
                    say(socket, head);
                    reset(socket);
                }
                case 4, 5, 6 -> {
                    say(socket, head);
                    hear(socket);
                    reset(socket);
                }
                case 7, 8 -> {
                    say(socket, head);
                    hear(socket);
                    socket.close();
                }
                default -> {
                    say(socket, head);
                    hear(socket);
                    silent.add(socket);
                }
            }
        } catch (IOException refused) {
            count("connection refused or cut");
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The status of the answer, and no more. */
    private void hear(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String start = new String(in.readNBytes("HTTP/1.1 101".length()), StandardCharsets.ISO_8859_1);
        count(start.length() < 12 ? "connection refused or cut" : start.substring(9));
    }

    private void count(String answer) {
        answers.computeIfAbsent(answer, unknown -> new AtomicInteger()).incrementAndGet();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** How many got this status. */
    int answered(String status) {
        AtomicInteger count = answers.get(status);
        return count == null ? 0 : count.get();
    }

    double seconds() {
        return seconds;
    }

    @Override
    public void close() {
        for (Socket socket : silent) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        silent.clear();
    }
}
