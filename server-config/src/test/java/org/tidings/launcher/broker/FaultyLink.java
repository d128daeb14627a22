package org.tidings.launcher.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tidings.testkit.Await;
import org.tidings.testkit.FreePort;

/** The network between one instance and the broker: it can be cut, as when the instance dies, or swallow everything. */
final class FaultyLink implements AutoCloseable {

    private final int port = FreePort.next();
    private final int brokerPort;
    private final String user;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    /** Null while the link is cut. */
    private ServerSocket server;
    /** Guarded by this. */
    private boolean frozen;

    FaultyLink(TestBroker broker) {
        brokerPort = broker.port();
        user = broker.users().asInstance();
        mend();
    }

    String url() {
        return "tcp://127.0.0.1:" + port + user;
    }

    /** Ends every connection at once, and refuses new ones until {@link #mend}. */
    void cut() {
        ServerSocket before = server;
        server = null;
        if (before != null) {
            close(before);
        }
        sockets.forEach(FaultyLink::close);
        sockets.clear();
    }

    void mend() {
        Await.await(this::listens, "port " + port + " is taken");
        ServerSocket open = server;
        daemon(() -> accept(open));
    }

    /** The port is free once the thread that accepted has let go of it. */
    private boolean listens() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server = opened;
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections stay open, are even accepted, and nothing passes: what a stopped process looks like. */
    synchronized void freeze() {
        frozen = true;
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    @Override
    public void close() {
        cut();
        thaw();
    }

    private void accept(ServerSocket open) {
        try {
            for (; ; ) {
                connect(open.accept(), open);
            }
        } catch (IOException e) {
            // The link is cut.
        }
    }

    private void connect(Socket client, ServerSocket open) {
        Socket broker = new Socket();
        sockets.add(client);
        sockets.add(broker);
        try {
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort));
        } catch (IOException e) {
            // The broker is down.
            close(client);
        }
        if (open.isClosed()) {
            close(client);
            close(broker);
        }
        daemon(() -> pass(client, broker));
        daemon(() -> pass(broker, client));
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitThaw();
                out.write(buffer, 0, length);
            }
        } catch (IOException | InterruptedException e) {
            // One end is gone: so is the other.
        } finally {
            close(from);
            close(to);
        }
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-link");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
