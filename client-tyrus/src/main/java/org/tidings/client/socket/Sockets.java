package org.tidings.client.socket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The sockets of one client: opens them, and can close all that are open or on their way. Safe for any thread. */
public final class Sockets implements AutoCloseable {

    private static final int PLAIN_PORT = 80;
    private static final int TLS_PORT = 443;

    /** Null for the JVM's default. */
    private final SSLContext sslContext;

    private final int timeoutMillis;
    private final ThreadFactory readers;

    /** Those whose handshake has not been answered. */
    private final Set<Socket> attempts = ConcurrentHashMap.newKeySet();

    private final Set<Socket> established = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /**
     * @param sslContext for {@code wss} addresses, null for the JVM's default
     * @param timeoutMillis for connecting, and for each read until the handshake is answered
     * @param readers makes the thread that reads from a connection
     */
    public Sockets(SSLContext sslContext, int timeoutMillis, ThreadFactory readers) {
        this.sslContext = sslContext;
        this.timeoutMillis = timeoutMillis;
        this.readers = readers;
    }

    /** Connects to the first of the host's addresses that answers; with TLS also proves that it is that host. */
    Socket connect(URI uri) throws IOException {
        boolean tls = "wss".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PLAIN_PORT;
        IOException failure = new ConnectException("no address for " + uri.getHost());
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
            Socket socket = register(new Socket());
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.setSoTimeout(timeoutMillis);
                socket.connect(new InetSocketAddress(address, port), timeoutMillis);
                return tls ? secured(socket, uri.getHost(), port) : socket;
            } catch (IOException unreachable) {
                failure = unreachable;
                close(socket);
            }
        }
        throw failure;
    }

    private Socket secured(Socket socket, String host, int port) throws IOException {
        SSLContext context = sslContext == null ? defaultContext() : sslContext;
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        // Without this a certificate for any host would do (RFC 2818 §3.1).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        attempts.remove(socket);
        return register(secured);
    }

    private static SSLContext defaultContext() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException noTls) {
            throw new IOException("this Java cannot speak TLS", noTls);
        }
    }

    Thread reader(Runnable task) {
        return readers.newThread(task);
    }

    /** The handshake is answered. */
    void established(Socket socket) throws IOException {
        established.add(socket);
        attempts.remove(socket);
        closeIfClosed(socket);
    }

    void close(Socket socket) {
        attempts.remove(socket);
        established.remove(socket);
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            System.getLogger(Sockets.class.getName()).log(System.Logger.Level.DEBUG, "while closing", closedAnyway);
        }
    }

    /** Has every {@link #connect} and handshake under way fail. */
    public void closeAttempts() {
        attempts.forEach(this::close);
    }

    @Override
    public void close() {
        closed = true;
        closeAttempts();
        established.forEach(this::close);
    }

    private Socket register(Socket socket) throws IOException {
        attempts.add(socket);
        closeIfClosed(socket);
        return socket;
    }

    private void closeIfClosed(Socket socket) throws IOException {
        if (closed) {
            close(socket);
            throw new IOException("the client is closed");
        }
    }
}
