package org.tidings.web.socket;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Transport;
import org.tidings.session.WireFormat;
import org.tidings.web.frames.FrameOutput;

/**
 * A session's frames on Tyrus: handed to the connection below as they are, past what Tyrus and the container do for each. Only pongs and
 * close frames are still Tyrus'.
 */
final class TyrusTransport implements Transport {
    /** FIN and the opcode, no payload (RFC 6455 §5.5.2). */
    private static final ByteBuffer PING =
            ByteBuffer.wrap(new byte[] {(byte) 0x89, 0}).asReadOnlyBuffer();

    private final WebSocketTransport socket;
    private final FrameOutput output;
    private final int deflatedFrom;

    /** @param deflatedFrom shortest message, in bytes, that the peer may be sent deflated */
    TyrusTransport(WebSocketTransport socket, FrameOutput output, int deflatedFrom) {
        this.socket = socket;
        this.output = output;
        this.deflatedFrom = deflatedFrom;
    }

    @Override
    public WireFormat format() {
        return socket.format();
    }

    @Override
    public boolean neverBlocks() {
        return output.neverBlocks();
    }

    @Override
    public void send(OutboundFrame frame, Consumer<Throwable> done) {
        output.write(frame.payloadBytes() < deflatedFrom ? frame.ready() : frame.deflated(), done);
    }

    @Override
    public void ping() {
        // One that does not get through is one that is not answered.
        output.write(PING.duplicate(), failure -> {});
    }

    /** Does not wait for the peer: where it has left part of a message unread, the close frame would never arrive, and the connection ends. */
    @Override
    public void close(CloseCode code) {
        socket.close(code);
        output.cutIfStuck();
    }

    @Override
    public boolean lingers() {
        return output.isOpen();
    }

    @Override
    public void cut() {
        output.cut();
    }
}
