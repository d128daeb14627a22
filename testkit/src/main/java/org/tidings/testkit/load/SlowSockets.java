package org.tidings.testkit.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Attackers that connect, say something, and then take their time: a byte a second, or nothing. They read nothing that is
 * sent to them. They have one thread; {@link #connect} and {@link #close} are for another.
 */
final class SlowSockets implements AutoCloseable {

    /** What the system receives for a peer that does not read. */
    private static final int RECEIVE_BUFFER = 4_096;

    private static final long BYTE_MILLIS = 1_000;

    private final InetSocketAddress server;
    private final Thread thread = new Thread(this::drip, "slow-sockets");
    /** Guarded by this, as is {@code closed}. */
    private final List<Slow> sockets = new ArrayList<>();

    private boolean closed;

    SlowSockets(int port) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        thread.setDaemon(true);
        thread.start();
    }

    /** One of them; what is left of its text goes out byte by byte. */
    private static final class Slow {

        private final SocketChannel channel;
        private final ByteBuffer rest;

        Slow(SocketChannel channel, ByteBuffer rest) {
            this.channel = channel;
            this.rest = rest;
        }

        void sendByte() {
            if (!channel.isOpen() || !rest.hasRemaining()) {
                return;
            }
            try {
                ByteBuffer one = rest.slice().limit(1);
                rest.position(rest.position() + channel.write(one));
            } catch (IOException cutOff) {
                discard(channel);
            }
        }
    }

    /**
     * Connects and says the first part at once.
     *
     * @param rest what follows byte by byte; empty to be silent
     */
    void connect(String first, String rest) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.connect(server);
            channel.configureBlocking(false);
            channel.write(bytes(first));
            synchronized (this) {
                sockets.add(new Slow(channel, bytes(rest)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an attacker cannot connect", e);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private synchronized void drip() {
        try {
            while (!closed) {
                sockets.forEach(Slow::sendByte);
                wait(BYTE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void discard(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        sockets.forEach(slow -> discard(slow.channel));
        sockets.clear();
    }
}
