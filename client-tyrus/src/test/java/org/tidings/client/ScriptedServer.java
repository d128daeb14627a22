package org.tidings.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/**
 * A server of which a test plays every part: it takes connections one by one and lets the test answer the handshake,
 * read envelopes and write frames, on real sockets.
 */
public final class ScriptedServer implements AutoCloseable {

    static final long PATIENCE_SECONDS = 10;

    private final ServerSocket listening;
    private final String scheme;
    private final BlockingQueue<ScriptedPeer> arrived = new LinkedBlockingQueue<>();
    private final List<ScriptedPeer> all = new CopyOnWriteArrayList<>();

    public ScriptedServer() {
        this(ServerSocketFactory.getDefault(), "ws", 0);
    }

    ScriptedServer(ServerSocketFactory sockets, String scheme, int port) {
        this.scheme = scheme;
        try {
            listening = sockets.createServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread acceptor = new Thread(this::acceptAll, "scripted-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort() + "/tidings/ws");
    }

    /** A client of this server that comes back quickly. */
    TidingsClientBuilder client() {
        return TidingsClient.builder(uri()).backoff(Duration.ofMillis(1), Duration.ofMillis(5));
    }

    /** The next handshake request, not answered yet. */
    public ScriptedPeer request() throws InterruptedException {
        ScriptedPeer peer = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("no connection came");
        }
        return peer;
    }

    /** The next connection, upgraded and greeted. */
    public ScriptedPeer connection() throws InterruptedException {
        return connection("{\"instance\":\"scripted\",\"dedupeWindowMs\":120000}");
    }

    public ScriptedPeer connection(String hello) throws InterruptedException {
        ScriptedPeer peer = request();
        peer.upgrade();
        peer.event("hello", "\"payload\":" + hello);
        return peer;
    }

    boolean noOneComesWithin(long millis) throws InterruptedException {
        return arrived.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listening.accept();
                ScriptedPeer peer = new ScriptedPeer(socket);
                all.add(peer);
                Thread reader = new Thread(() -> peer.readAll(arrived), "scripted-peer");
                reader.setDaemon(true);
                reader.start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException alreadyClosed) {
            throw new UncheckedIOException(alreadyClosed);
        }
        all.forEach(ScriptedPeer::abort);
    }
}
