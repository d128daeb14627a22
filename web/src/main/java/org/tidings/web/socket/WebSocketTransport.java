package org.tidings.web.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Transport;
import org.tidings.session.WireFormat;

/** A session's frames on the container's WebSocket. The session keeps to one send at a time. */
final class WebSocketTransport implements Transport {

    private static final Logger LOG = System.getLogger(WebSocketTransport.class.getName());

    private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

    private final Session socket;
    private final WireFormat format;

    WebSocketTransport(Session socket, WireFormat format) {
        this.socket = socket;
        this.format = format;
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public void send(OutboundFrame frame, Consumer<Throwable> done) {
        try {
            SendHandler handler = result -> done.accept(result.getException());
            if (frame.isBinary()) {
                socket.getAsyncRemote().sendBinary(frame.payload(), handler);
            } else {
                socket.getAsyncRemote().sendObject(frame, handler);
            }
        } catch (RuntimeException e) {
            // The container found the connection closed before it began to send.
            done.accept(e);
        }
    }

    @Override
    public void ping() throws IOException {
        socket.getAsyncRemote().sendPing(NO_DATA.duplicate());
    }

    @Override
    public void close(CloseCode code) {
        try {
            socket.close(new CloseReason(CloseCodes.getCloseCode(code.number()), code.reason()));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, () -> "closing a connection that is gone: " + e);
        }
    }
}
