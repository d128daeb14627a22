package org.tidings.web.socket;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.tidings.envelope.CborEnvelopeCodec;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Decoded;
import org.tidings.instance.CurrentInstance;
import org.tidings.instance.RunningInstance;
import org.tidings.limits.Limit;
import org.tidings.session.Session;
import org.tidings.session.SessionSettings;
import org.tidings.session.WireFormat;

/**
 * One WebSocket connection: only translates between the container and the {@link Session}.
 *
 * <p>One object per connection, called by the container on one thread at a time.
 */
@Dependent
@ServerEndpoint(
        value = "/ws",
        subprotocols = {Subprotocols.JSON_V1, Subprotocols.CBOR_V1},
        configurator = HandshakeConfigurator.class,
        encoders = EnvelopeEncoder.class,
        decoders = EnvelopeDecoder.class)
public class ChannelEndpoint {

    private static final Logger LOG = System.getLogger(ChannelEndpoint.class.getName());

    private final CurrentInstance current;
    /** Null until the connection is open. */
    private RunningInstance instance;
    /** Null until the connection is open. */
    private Session session;
    /** Null until the connection is open. */
    private WireFormat format;

    /** Called by {@link HandshakeConfigurator}. CDI could do so too, for servers look whether it can. */
    @Inject
    public ChannelEndpoint(CurrentInstance current) {
        this.current = current;
    }

    @OnOpen
    public void opened(jakarta.websocket.Session socket) {
        instance = current.get();
        TyrusIdleTimer.stop(socket);
        // Frames of up to the ceiling reach the decoder, which knows the configured limit.
        socket.setMaxTextMessageBufferSize(SessionSettings.MAX_FRAME_BYTES_CEILING);
        socket.setMaxBinaryMessageBufferSize(SessionSettings.MAX_FRAME_BYTES_CEILING);
        format = Subprotocols.format(socket.getNegotiatedSubprotocol());
        SeatedCaller who = (SeatedCaller) socket.getUserPrincipal();
        who.handshake().forget();
        session = instance.reception().open(who.caller(), who.seat(), Transports.of(socket, format));
    }

    @OnMessage(maxMessageSize = SessionSettings.MAX_FRAME_BYTES_CEILING)
    public void text(InboundFrame frame) {
        frame(WireFormat.JSON, frame.bytes(), frame::envelopes);
    }

    @OnMessage(maxMessageSize = SessionSettings.MAX_FRAME_BYTES_CEILING)
    public void binary(ByteBuffer frame) {
        frame(WireFormat.CBOR, frame.remaining(), () -> CborEnvelopeCodec.decode(frame));
    }

    /** Each subprotocol speaks in one kind of frames. */
    private void frame(WireFormat kind, int bytes, Supplier<List<Decoded>> envelopes) {
        session.heard();
        if (kind != format) {
            session.close(CloseCode.UNSUPPORTED_DATA, 0);
        } else if (bytes > instance.maxFrameBytes()) {
            session.limits().exceeded(Limit.FRAME_BYTES);
            session.close(CloseCode.TOO_BIG, 0);
        } else {
            instance.requests().frame(session, envelopes.get());
        }
    }

    @OnMessage
    public void pong(PongMessage pong) {
        session.pong();
    }

    @OnClose
    public void closed(CloseReason reason) {
        if (session != null) {
            session.end();
        }
    }

    @OnError
    public void failed(jakarta.websocket.Session socket, Throwable failure) throws IOException {
        if (session == null) {
            // Its opening failed, of which the container makes nothing: it would stay, with nobody to keep its time.
            LOG.log(Level.WARNING, "a connection is ended that could not be opened", failure);
            socket.close(new CloseReason(
                    CloseReason.CloseCodes.getCloseCode(CloseCode.INTERNAL.number()), CloseCode.INTERNAL.reason()));
        } else {
            LOG.log(Level.DEBUG, () -> "session " + session.id() + ": " + failure);
        }
    }
}
