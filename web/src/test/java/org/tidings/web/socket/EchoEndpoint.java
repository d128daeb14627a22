package org.tidings.web.socket;

import jakarta.enterprise.context.Dependent;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.charset.StandardCharsets;
import org.tidings.limits.Seat;
import org.tidings.session.EchoSession;

/**
 * Sends back what it gets: what Autobahn's cases ask of a server. Behind the same filter, guard and configurator as the
 * real endpoint, and through the same queue and writer. In no archive that anybody is given: a test puts it beside the
 * application.
 */
@Dependent
@ServerEndpoint(
        value = "/echo",
        subprotocols = Subprotocols.JSON_V1,
        configurator = HandshakeConfigurator.class,
        encoders = EnvelopeEncoder.class)
public class EchoEndpoint {
    private static final int MAX_MESSAGE_BYTES = 1 << 25;

    /** Null until the connection is open. */
    private EchoTransport transport;
    /** Null until the connection is open. */
    private EchoSession session;
    /** Null until the connection is open. */
    private Seat seat;

    @OnOpen
    public void opened(jakarta.websocket.Session socket) {
        TyrusIdleTimer.stop(socket);
        socket.setMaxTextMessageBufferSize(MAX_MESSAGE_BYTES);
        socket.setMaxBinaryMessageBufferSize(MAX_MESSAGE_BYTES);
        transport = new EchoTransport(socket);
        session = new EchoSession(transport);
        seat = ((SeatedCaller) socket.getUserPrincipal()).seat();
    }

    @OnMessage(maxMessageSize = MAX_MESSAGE_BYTES)
    public void text(String text) {
        session.send(text);
        transport.awaitSent();
    }

    @OnMessage(maxMessageSize = MAX_MESSAGE_BYTES)
    public void binary(byte[] bytes) {
        session.send(EchoTransport.BINARY + new String(bytes, StandardCharsets.ISO_8859_1));
        transport.awaitSent();
    }

    @OnClose
    public void closed() {
        session.end();
        seat.leave();
    }

    @OnError
    public void failed(Throwable failure) {
        System.getLogger(EchoEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "echo", failure);
    }
}
