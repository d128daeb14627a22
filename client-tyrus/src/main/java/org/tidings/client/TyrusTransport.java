package org.tidings.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.tidings.client.socket.HandshakeRefused;
import org.tidings.client.socket.SocketContainer;
import org.tidings.client.socket.Sockets;
import org.tidings.client.socket.UntimedContainer;
import org.tidings.envelope.CborEnvelopeCodec;
import org.tidings.envelope.EnvelopeCodec;

/** WebSocket by Tyrus over {@link SocketContainer}. Safe for any thread. */
final class TyrusTransport implements Transport {

    private static final System.Logger LOG = System.getLogger(TyrusTransport.class.getName());

    private static final String JSON = "tidings.v1.json";
    private static final String CBOR = "tidings.v1.cbor";

    /** Longest frame taken, bytes: far beyond what servers send by default, and the end of what a bad one can cost. */
    private static final int MAX_INBOUND_BYTES = 16 * 1024 * 1024;

    /** How long a server may take to answer a close frame. */
    private static final long GOODBYE_MILLIS = 1_000;

    private final ClientManager tyrus =
            ClientManager.createClient(SocketContainer.class.getName(), new UntimedContainer(MAX_INBOUND_BYTES));
    private final Sockets sockets;
    private final ExecutorService workers;
    /** Of which the server speaks the first that it knows. */
    private final List<String> subprotocols;

    /** @param workers where frames are written, which may block */
    TyrusTransport(ClientOptions options, ThreadFactory readers, ExecutorService workers) {
        this.sockets =
                new Sockets(options.sslContext(), (int) options.connectTimeout().toMillis(), readers);
        this.workers = workers;
        this.subprotocols = options.cbor() ? List.of(CBOR, JSON) : List.of(JSON);
        tyrus.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, MAX_INBOUND_BYTES);
    }

    @Override
    public void open(URI uri, String token, Handler handler) throws HandshakeRefused, IOException {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(subprotocols)
                .configurator(new Headers(token))
                .build();
        config.getUserProperties().put(SocketContainer.SOCKETS, sockets);
        try {
            tyrus.connectToServer(new Adapter(handler), config, uri);
        } catch (DeploymentException failed) {
            throw translated(failed);
        }
    }

    @Override
    public void abandonAttempts() {
        sockets.closeAttempts();
    }

    @Override
    public void close() {
        sockets.close();
    }

    private static IOException translated(DeploymentException failed) throws HandshakeRefused {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof HandshakeRefused refused) {
                throw refused;
            }
            if (cause instanceof IOException network) {
                return network;
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
    }

    private final class Adapter extends Endpoint {

        private final Handler handler;
        private final CountDownLatch closed = new CountDownLatch(1);

        Adapter(Handler handler) {
            this.handler = handler;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, new MessageHandler.Whole<String>() {
                @Override
                public void onMessage(String frame) {
                    handler.frame(EnvelopeCodec.decode(frame), frame.length());
                }
            });
            session.addMessageHandler(ByteBuffer.class, new MessageHandler.Whole<ByteBuffer>() {
                @Override
                public void onMessage(ByteBuffer frame) {
                    int bytes = frame.remaining();
                    handler.frame(CborEnvelopeCodec.decode(frame), bytes);
                }
            });
            Runnable cut = (Runnable) config.getUserProperties().get(SocketContainer.CUT);
            handler.opened(new OpenConnection(session, cut, closed));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.countDown();
            handler.closed(reason.getCloseCode().getCode(), reason.getReasonPhrase());
        }
    }

    private final class OpenConnection implements Connection {

        private final Session session;
        private final boolean cbor;
        private final Runnable cut;
        private final CountDownLatch closed;

        OpenConnection(Session session, Runnable cut, CountDownLatch closed) {
            this.session = session;
            this.cbor = CBOR.equals(session.getNegotiatedSubprotocol());
            this.cut = cut;
            this.closed = closed;
        }

        @Override
        public void send(String frame, Runnable done) {
            workers.execute(() -> {
                try {
                    if (cbor) {
                        byte[] binary = CborEnvelopeCodec.transcode(List.of(frame.split("\n")));
                        session.getBasicRemote().sendBinary(ByteBuffer.wrap(binary));
                    } else {
                        session.getBasicRemote().sendText(frame);
                    }
                    done.run();
                } catch (IOException | IllegalStateException gone) {
                    // The reader finds the same, and tells.
                    LOG.log(System.Logger.Level.DEBUG, "a frame could not be sent", gone);
                }
            });
        }

        @Override
        public void close() {
            // Two workers: a peer that takes nothing would block the goodbye, until the socket is cut.
            workers.execute(this::sayGoodbye);
            workers.execute(this::cutWhenAnswered);
        }

        private void sayGoodbye() {
            try {
                session.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, ""));
            } catch (IOException | IllegalStateException gone) {
                LOG.log(System.Logger.Level.DEBUG, "nobody to say goodbye to", gone);
            }
        }

        private void cutWhenAnswered() {
            try {
                closed.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            } finally {
                cut.run();
            }
        }

        @Override
        public void abort() {
            cut.run();
        }
    }
}
