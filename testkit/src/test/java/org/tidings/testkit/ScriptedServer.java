package org.tidings.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/**
 * A server of one connection that answers the upgrade, says exactly what it is told in hex, and keeps what it hears.
 * The handshake's text is complete when the first {@link #say} returns.
 */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Socket> accepted = new CompletableFuture<>();
    private final String refusal;

    /** @param refusal a whole HTTP response instead of the upgrade, or null */
    ScriptedServer(String refusal) throws IOException {
        this.refusal = refusal;
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/tidings/ws");
    }

    private void serve() {
        try {
            Socket socket = listening.accept();
            String request = head(socket.getInputStream());
            String key = request.lines()
                    .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                    .map(line -> line.substring(19))
                    .findFirst()
                    .orElseThrow();
            String answer = refusal != null
                    ? refusal
                    : "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Handshake.accept(key) + "\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            accepted.complete(socket);
        } catch (IOException e) {
            accepted.completeExceptionally(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.read());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    void say(String hex) throws IOException {
        accepted.join().getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    byte[] hear(int bytes) throws IOException {
        return accepted.join().getInputStream().readNBytes(bytes);
    }

    void hangUp() throws IOException {
        accepted.join().close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (accepted.isDone()) {
            hangUp();
        }
    }
}
