package org.tidings.web.socket;

import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Transport;
import org.tidings.session.WireFormat;

/**
 * A session's frames on a connection of Undertow: ready bytes, written by the session's own thread, where the container would encode
 * each anew, copy it and hand it to another thread. Pings and closes are left to the container.
 */
final class UndertowTransport implements Transport {

    private static final Logger LOG = System.getLogger(UndertowTransport.class.getName());

    private final UndertowConnection connection;
    private final boolean plain;
    private final Transport container;

    private UndertowTransport(UndertowConnection connection, Transport container) {
        this.connection = connection;
        this.plain = connection.isPlain();
        this.container = container;
    }

    /** Of a session that has just opened; what the container itself offers where that is not the Undertow that is known. */
    static Transport of(Session socket, Transport container) {
        if (!UndertowInternals.isUndertow(socket)) {
            return container;
        }
        try {
            UndertowConnection connection = UndertowConnection.below(socket);
            return connection == null ? container : new UndertowTransport(connection, container);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, UndertowInternals.UNKNOWN, e.toString());
            return container;
        }
    }

    @Override
    public WireFormat format() {
        return container.format();
    }

    @Override
    public boolean neverBlocks() {
        return plain;
    }

    @Override
    public void send(OutboundFrame frame, Consumer<Throwable> done) {
        if (plain) {
            write(frame.ready(), done);
        } else {
            try {
                connection.ioThread().execute(() -> write(frame.ready(), done));
            } catch (RejectedExecutionException e) {
                done.accept(e);
            }
        }
    }

    private void write(ByteBuffer frame, Consumer<Throwable> done) {
        connection.output().send(frame, failure -> {
            // Behind a close frame, which may still be on its way, nothing more goes out, but that does.
            if (failure != null && !(failure instanceof ClosedChannelException)) {
                cut();
            }
            done.accept(failure);
        });
    }

    @Override
    public void ping() throws Exception {
        container.ping();
    }

    /** A peer that has not taken a whole frame would never see the close frame behind it, and would keep its socket here. */
    @Override
    public void close(CloseCode code) {
        if (connection.output().isBusy()) {
            cut();
        }
        container.close(code);
    }

    @Override
    public boolean lingers() {
        return connection.isOpen();
    }

    @Override
    public void cut() {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "closing a connection that is gone: " + e);
        }
    }
}
