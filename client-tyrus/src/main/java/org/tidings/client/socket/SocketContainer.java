package org.tidings.client.socket;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import org.glassfish.tyrus.core.CloseReasons;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.UpgradeRequest;

/** Carries Tyrus' WebSocket engine over blocking sockets. Stateless: any thread. */
public final class SocketContainer implements ClientContainer {

    /** User property of the endpoint's configuration: the {@link Sockets} to use. */
    public static final String SOCKETS = "org.tidings.client.sockets";

    /** User property of the endpoint's configuration, set before it is opened: a Runnable that cuts the connection. */
    public static final String CUT = "org.tidings.client.cut";

    private static final int READ_BYTES = 64 * 1024;
    private static final int SWITCHING_PROTOCOLS = 101;

    @Override
    public void openClientSocket(ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
            throws DeploymentException, IOException {
        Sockets sockets = (Sockets) config.getUserProperties().get(SOCKETS);
        UpgradeRequest request = engine.createUpgradeRequest(() -> {});
        Socket socket = sockets.connect(request.getRequestURI());
        boolean upgraded = false;
        try {
            socket.getOutputStream().write(HttpHead.request(target(request.getRequestURI()), request.getHeaders()));
            HttpHead head = HttpHead.read(socket.getInputStream());
            if (head.status() != SWITCHING_PROTOCOLS) {
                HandshakeRefused refused = new HandshakeRefused(head.status(), head.retryAfterMillis());
                throw new DeploymentException(refused.getMessage(), refused);
            }
            config.getUserProperties().put(CUT, (Runnable) () -> sockets.close(socket));
            upgraded = upgrade(head, engine, socket, sockets);
        } finally {
            if (!upgraded) {
                sockets.close(socket);
            }
        }
    }

    private static boolean upgrade(HttpHead head, ClientEngine engine, Socket socket, Sockets sockets)
            throws IOException {
        TyrusUpgradeResponse response = new TyrusUpgradeResponse();
        response.setStatus(head.status());
        response.getHeaders().putAll(head.headers());
        SocketWriter writer = new SocketWriter(socket, sockets);
        ClientEngine.ClientUpgradeInfo outcome =
                engine.processResponse(response, writer, reason -> sockets.close(socket));
        if (outcome.getUpgradeStatus() != ClientEngine.ClientUpgradeStatus.SUCCESS) {
            // The engine has told its listener why.
            return false;
        }
        sockets.established(socket);
        // From here on silence is the watchdog's business.
        socket.setSoTimeout(0);
        Connection connection = outcome.createConnection();
        sockets.reader(() -> readAll(socket, connection, sockets)).start();
        return true;
    }

    private static void readAll(Socket socket, Connection connection, Sockets sockets) {
        byte[] buffer = new byte[READ_BYTES];
        try {
            InputStream in = socket.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                connection.getReadHandler().handle(ByteBuffer.wrap(buffer, 0, length));
            }
        } catch (IOException ended) {
            System.getLogger(SocketContainer.class.getName()).log(System.Logger.Level.DEBUG, "read ended", ended);
        } finally {
            sockets.close(socket);
            // Tells the endpoint, unless a close frame has done so.
            connection.close(CloseReasons.CLOSED_ABNORMALLY.getCloseReason());
        }
    }

    private static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
