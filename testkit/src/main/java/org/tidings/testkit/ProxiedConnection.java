package org.tidings.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Random;

/**
 * A client's connection through a {@link FaultProxy} and its continuation to the server. Confined to the proxy's
 * thread.
 */
final class ProxiedConnection {

    /** Small, so that a peer that does not read is felt by the other soon, and not after megabytes. */
    static final int SOCKET_BUFFER = 64 << 10;

    private final Selector selector;
    private final InetSocketAddress server;
    private final SocketChannel client;
    private final ProxiedFlow toServer;
    private final ProxiedFlow toClient;

    /** Null while the proxy lets nothing pass to the server. */
    private SocketChannel upstream;

    private boolean connected;

    /** Ended by {@link #drop}: what still comes is forgotten. */
    private boolean dropped;

    /** When the proxy will call {@link #wake} at the latest; null where nothing waits for time. Kept by the proxy. */
    Long wakeAtNanos;

    ProxiedConnection(
            Selector selector, SocketChannel client, InetSocketAddress server, Passage.Mode mode, Random random) {
        this.selector = selector;
        this.client = client;
        this.server = server;
        this.toServer = new ProxiedFlow(mode.toServer(), random);
        this.toClient = new ProxiedFlow(mode.toClient(), random);
    }

    void open() throws IOException {
        register(client);
        if (!toServer.swallows()) {
            connect();
        }
        interest();
    }

    private void connect() throws IOException {
        upstream = SocketChannel.open();
        upstream.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        register(upstream);
        connected = upstream.connect(server);
    }

    private void register(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        channel.register(selector, 0, this);
    }

    boolean isOpen() {
        return client.isOpen() || upstream != null && upstream.isOpen();
    }

    /** From now on bytes pass like this; a connection that would go on with a hole in its stream is reset. */
    void mode(Passage.Mode mode, long now) {
        toServer.passage(mode.toServer());
        toClient.passage(mode.toClient());
        if (dropped) {
            return;
        }
        if (toServer.hasHole() || toClient.hasHole()) {
            reset();
            return;
        }
        try {
            if (upstream == null && !toServer.swallows()) {
                connect();
            }
        } catch (IOException e) {
            reset();
            return;
        }
        wake(now);
    }

    /** One of its sockets can do something. */
    void ready(SelectionKey key, ByteBuffer scratch, long now) {
        boolean ofClient = key.channel() == client;
        try {
            if (key.isConnectable()) {
                connected = upstream.finishConnect();
            }
            if (dropped) {
                forget((SocketChannel) key.channel(), scratch);
            } else if (key.isReadable()) {
                (ofClient ? toServer : toClient).read((SocketChannel) key.channel(), scratch, now);
            }
        } catch (IOException e) {
            lost(ofClient);
        }
        wake(now);
    }

    /** Writes what may go by now. */
    void wake(long now) {
        if (!isOpen() || dropped) {
            interest();
            return;
        }
        if (connected && upstream.isOpen()) {
            attempt(false, () -> toServer.write(upstream, now));
        }
        if (client.isOpen()) {
            attempt(true, () -> toClient.write(client, now));
        }
        if (toServer.isOver() && toClient.isOver() || upstream == null && !toServer.wantsRead()) {
            close();
        }
        interest();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(boolean ofClient, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            lost(ofClient);
        }
    }

    /** One side is gone; the other one learns it, unless such news is swallowed. */
    private void lost(boolean clientLost) {
        ProxiedFlow news = clientLost ? toServer : toClient;
        if (!news.swallows() || upstream == null || dropped) {
            reset();
            return;
        }
        news.swallowEnd();
        closeHard(clientLost ? client : upstream);
    }

    /** Nanoseconds until {@link #wake} has something to do; null where only a socket can tell. */
    Long waitNanos(long now) {
        if (!isOpen() || dropped) {
            return null;
        }
        // Where one end is gone and the other does not know, what it still sends waits for nothing.
        boolean upWaits = connected && upstream.isOpen() && toServer.waitsForTime();
        boolean downWaits = client.isOpen() && toClient.waitsForTime();
        Long up = upWaits ? toServer.waitNanos(now) : null;
        Long down = downWaits ? toClient.waitNanos(now) : null;
        return up == null ? down : down == null ? up : Long.valueOf(Math.min(up, down));
    }

    private void interest() {
        boolean pending = upstream != null && !connected;
        boolean canPass = toServer.swallows() || connected;
        set(client, canPass && toServer.wantsRead(), toClient.wantsWrite(), false);
        if (upstream != null) {
            set(upstream, connected && toClient.wantsRead(), connected && toServer.wantsWrite(), pending);
        }
    }

    private void set(SocketChannel channel, boolean read, boolean write, boolean connect) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
            boolean reads = read || dropped;
            boolean writes = write && !dropped;
            key.interestOps((reads ? SelectionKey.OP_READ : 0)
                    | (writes ? SelectionKey.OP_WRITE : 0)
                    | (connect ? SelectionKey.OP_CONNECT : 0));
        }
    }

    /** Tells both ends that nothing more comes, and forgets what waits here and what they still send. */
    void drop() {
        if (upstream == null || !connected) {
            reset();
            return;
        }
        dropped = true;
        attempt(true, client::shutdownOutput);
        attempt(false, upstream::shutdownOutput);
        interest();
    }

    /** After {@link #drop}: a socket closed with bytes unread would reset its peer, and nothing orderly would be left. */
    private void forget(SocketChannel channel, ByteBuffer scratch) throws IOException {
        scratch.clear();
        if (channel.read(scratch) < 0) {
            channel.close();
        }
    }

    boolean isDropped() {
        return dropped;
    }

    /** Resets both ends. */
    void reset() {
        closeHard(client);
        if (upstream != null) {
            closeHard(upstream);
        }
    }

    private static void closeHard(SocketChannel channel) {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            }
        } catch (IOException e) {
            closeSoftly(channel);
        }
    }

    private void close() {
        closeSoftly(client);
        if (upstream != null) {
            closeSoftly(upstream);
        }
    }

    private static void closeSoftly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
