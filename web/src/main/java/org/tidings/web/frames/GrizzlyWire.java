package org.tidings.web.frames;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.TaskQueue;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;

/**
 * A connection of Grizzly's, under GlassFish and Payara, taken from the server's HTTP: that would keep tens of kilobytes of the request
 * and pass every frame through what requests need. Where nothing stands between HTTP and the socket, bytes go straight to the
 * socket for as long as it takes them; what it leaves goes to Grizzly's queue, which knows when there is room again. With TLS everything
 * takes Grizzly's way, and the connection stays with HTTP: half a record that came behind the request is kept there.
 *
 * <p>There is no public way to a request's connection. A server that has none, or another one, makes {@link #under} throw.
 */
final class GrizzlyWire implements Wire {
    private static final Logger LOG = System.getLogger(GrizzlyWire.class.getName());

    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private static final int KNOWN_MAJOR = 4;
    private static final int KNOWN_MINOR = 0;

    private static final long FOR_EVER = -1;

    /** What Grizzly has on a connection while HTTP waits there for the next request, to end it in time. */
    private static final String KEEP_ALIVE = "HttpServerFilter.KeepAliveContext";

    /** Null once HTTP has let go of it: it is used for others then. */
    private Request request;

    private final TCPNIOConnection connection;
    private final TaskQueue<?> queue;
    /** Null where bytes are changed on their way. */
    private final SocketChannel socket;

    /** @param request the one that came on it, which it will leave */
    GrizzlyWire(Request request, TCPNIOConnection connection) {
        this.request = request;
        this.connection = connection;
        this.queue = connection.getAsyncWriteQueue();
        FilterChain chain = FrameFilter.chainOf(connection);
        this.socket = isPlain(chain) ? (SocketChannel) connection.getChannel() : null;
    }

    /** The connection on which a request came. Throws whatever there is to throw where that is not as known, errors of linkage too. */
    static Wire under(ServletRequest request) throws ReflectiveOperationException {
        Request coyote = CatalinaRequest.behind(request).coyote();
        TCPNIOConnection connection = (TCPNIOConnection) coyote.getConnection();
        if (!Grizzly.equalVersion(KNOWN_MAJOR, KNOWN_MINOR)) {
            throw new IllegalStateException("Grizzly " + Grizzly.getDotedVersion());
        }
        if (connection.isBlocking() || !request.getProtocol().equals("HTTP/1.1")) {
            throw new IllegalStateException("a connection that is shared, or waits for its peer");
        }
        return new GrizzlyWire(coyote, connection);
    }

    /** Whether what is below HTTP changes nothing: the transport, the clock of idle requests, and filters of our own, which only look. */
    static boolean isPlain(FilterChain chain) {
        for (Filter filter : FrameFilter.belowHttp(chain)) {
            if (filter instanceof SSLBaseFilter) {
                return false;
            }
            if (!(filter instanceof TransportFilter)
                    && !(filter instanceof IdleTimeoutFilter)
                    && !filter.getClass().getName().startsWith("org.tidings.")) {
                if (REPORTED.compareAndSet(false, true)) {
                    LOG.log(
                            Level.WARNING,
                            "Frames pass a filter that is not known, which costs much of each: {0}",
                            filter);
                }
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean write(ByteBuffer bytes, Consumer<Throwable> later) throws IOException {
        // Empty: nothing is under way that these bytes could overtake.
        // Open: to a peer that has ended its side the socket would still take them.
        if (socket != null && queue.isEmpty() && connection.isOpen()) {
            socket.write(bytes);
            if (!bytes.hasRemaining()) {
                return true;
            }
        }
        Buffer rest = Buffers.wrap(connection.getMemoryManager(), bytes.slice());
        if (socket == null) {
            Rest<Buffer> waiting = new Rest<>(later);
            connection.write(rest, waiting);
            return waiting.isTaken();
        }
        Rest<WritableMessage> waiting = new Rest<>(later);
        ((TCPNIOTransport) connection.getTransport())
                .getAsyncQueueIO()
                .getWriter()
                .write(connection, rest, waiting);
        return waiting.isTaken();
    }

    @Override
    public boolean isDirect() {
        return socket != null;
    }

    /**
     * As far as HTTP is concerned, the request was never to become anything else and has been answered; the connection could serve the
     * next one. It does not, for our own filters are there first.
     */
    @Override
    public void leaveHttp(WebConnection container, FedInput input) {
        HttpRequestPacket head = request.getRequest();
        head.getUpgradeDC().recycle();
        head.setExpectContent(false);
        head.getProcessingState().setKeepAlive(true);
        request.getResponse().getResponse().setChunked(false);
        connection.getAttributes().removeAttribute(HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);
        connection.getAttributes().removeAttribute(KEEP_ALIVE);
        // A request that is under way had stopped this clock. Silence is the session's business now.
        IdleTimeoutFilter.setCustomTimeout(connection, FOR_EVER, TimeUnit.MILLISECONDS);
        FrameFilter.stand(connection, input);
        request = null;
        try {
            container.close();
        } catch (Exception e) {
            // The peer was quicker: its end has been told, or is about to be.
            LOG.log(Level.DEBUG, () -> "a connection that ended while it was handed over: " + e);
        }
    }

    @Override
    public void close() {
        connection.closeSilently();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void cut() {
        connection.terminateSilently();
    }

    /** What Grizzly tells of bytes that it was given: perhaps at once, while they are handed over. */
    private static final class Rest<M> extends EmptyCompletionHandler<WriteResult<M, SocketAddress>> {
        private static final Object UNDER_WAY = new Object();
        private static final Object LEFT = new Object();
        private static final Object WRITTEN = new Object();

        private final Consumer<Throwable> later;
        /** One of the above, or why it failed. */
        private final AtomicReference<Object> state = new AtomicReference<>(UNDER_WAY);

        Rest(Consumer<Throwable> later) {
            this.later = later;
        }

        /** Asked once, when the bytes are handed over. */
        boolean isTaken() throws IOException {
            if (state.compareAndSet(UNDER_WAY, LEFT)) {
                return false;
            }
            if (state.get() instanceof Throwable failure) {
                throw new IOException("not written", failure);
            }
            return true;
        }

        @Override
        public void completed(WriteResult<M, SocketAddress> result) {
            if (!state.compareAndSet(UNDER_WAY, WRITTEN)) {
                later.accept(null);
            }
        }

        @Override
        public void failed(Throwable failure) {
            if (!state.compareAndSet(UNDER_WAY, failure)) {
                later.accept(failure);
            }
        }

        @Override
        public void cancelled() {
            failed(new CancellationException());
        }
    }
}
