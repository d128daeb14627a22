package org.tidings.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.RetryAfterException;
import org.glassfish.tyrus.core.HandshakeException;

/** WebSocket by Tyrus with its container for the plain JDK. */
final class TyrusTransport implements Transport {

    private static final String SUBPROTOCOL = "tidings.v1.json";

    private final ClientManager tyrus =
            ClientManager.createClient("org.glassfish.tyrus.container.jdk.client.JdkClientContainer");
    private final SSLContext sslContext;

    TyrusTransport(SSLContext sslContext, long connectTimeoutMillis) {
        this.sslContext = sslContext;
        tyrus.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, (int) connectTimeoutMillis);
        tyrus.getProperties().put(ClientProperties.SHARED_CONTAINER_IDLE_TIMEOUT, 0);
    }

    @Override
    public void open(URI uri, String token, Handler handler) throws HandshakeRefused, IOException {
        ClientEndpointConfig.Builder config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of(SUBPROTOCOL))
                .configurator(new Headers(token));
        if (sslContext != null) {
            config.sslContext(sslContext);
        }
        try {
            tyrus.connectToServer(new Adapter(handler), config.build(), uri);
        } catch (DeploymentException failed) {
            throw translated(failed);
        }
    }

    @Override
    public void close() {
        tyrus.shutdown();
    }

    private static IOException translated(DeploymentException failed) throws HandshakeRefused {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetryAfterException later) {
                throw new HandshakeRefused(503, later.getDelay() == null ? 0 : later.getDelay() * 1000);
            }
            if (cause instanceof HandshakeException refused) {
                throw new HandshakeRefused(refused.getHttpStatusCode(), 0);
            }
        }
        return new IOException(failed.getMessage(), failed.getCause());
    }

    private static final class Headers extends ClientEndpointConfig.Configurator {

        private final String token;

        Headers(String token) {
            this.token = token;
        }

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            // Tyrus makes up an Origin; a program has none.
            headers.remove("Origin");
            if (token != null) {
                headers.put("Authorization", List.of("Bearer " + token));
            }
        }

        @Override
        public void afterResponse(HandshakeResponse response) {
            super.afterResponse(response);
        }
    }

    private static final class Adapter extends Endpoint {

        private final Handler handler;

        Adapter(Handler handler) {
            this.handler = handler;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.setMaxTextMessageBufferSize(16 * 1024 * 1024);
            session.addMessageHandler(String.class, new MessageHandler.Whole<String>() {
                @Override
                public void onMessage(String frame) {
                    handler.frame(frame);
                }
            });
            handler.opened(new TyrusConnection(session));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            handler.closed(reason.getCloseCode().getCode(), reason.getReasonPhrase());
        }
    }

    private record TyrusConnection(Session session) implements Connection {

        @Override
        public void send(String frame, Runnable done) {
            try {
                session.getAsyncRemote().sendText(frame, result -> {
                    if (result.isOK()) {
                        done.run();
                    }
                });
            } catch (IllegalStateException closed) {
                // The end of the connection is told by onClose.
                System.getLogger(TyrusTransport.class.getName()).log(System.Logger.Level.DEBUG, "closed", closed);
            }
        }

        @Override
        public void close() {
            try {
                session.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
            } catch (IOException | IllegalStateException gone) {
                System.getLogger(TyrusTransport.class.getName()).log(System.Logger.Level.DEBUG, "closed", gone);
            }
        }

        @Override
        public void abort() {
            close();
        }
    }
}
