package org.tidings.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An opening handshake in the making, RFC 6455 §4.1. Starts with the headers that every client must send; each can be
 * replaced or left out, to see what a server makes of it. Confined to one thread.
 */
public final class Handshake {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** The value that proves that a server understood the request, §1.3. */
    private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private record Header(String name, String value) {}

    private final URI uri;
    private final List<Header> headers = new ArrayList<>();
    /** 0 leaves it to the system. */
    private int receiveBufferBytes;

    private Handshake(URI uri) {
        this.uri = uri;
    }

    /** @param uri {@code ws://host:port/path?query} */
    public static Handshake to(URI uri) {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        return new Handshake(uri)
                .header("Host", uri.getAuthority())
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(nonce))
                .header("Sec-WebSocket-Version", "13");
    }

    /** Adds a header; one of the same name stays. */
    public Handshake header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    /** Leaves a header out. */
    public Handshake without(String name) {
        headers.removeIf(header -> header.name.equalsIgnoreCase(name));
        return this;
    }

    public Handshake bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public Handshake subprotocols(String... offered) {
        return header("Sec-WebSocket-Protocol", String.join(", ", offered));
    }

    public Handshake origin(String origin) {
        return header("Origin", origin);
    }

    /**
     * What the system takes in for a reader that does not read. Left alone it grows to tens of megabytes, and a client that
     * stopped reading looks like one that reads.
     */
    public Handshake receiveBuffer(int bytes) {
        receiveBufferBytes = bytes;
        return this;
    }

    /** Opens the connection, or fails with {@link HandshakeRefused}. */
    public RawWebSocket open() throws IOException {
        return open((out, request) -> out.write(request));
    }

    /** As {@link #open()}, with the request sent byte by byte. */
    public RawWebSocket openByteByByte() throws IOException {
        return open((out, request) -> {
            for (byte one : request) {
                out.write(one);
            }
        });
    }

    /** As {@link #open()}, without waiting for the answer before the first frames are sent: together with the request. */
    public RawWebSocket openSending(byte[] frames) throws IOException {
        return open((out, request) -> {
            byte[] together = Arrays.copyOf(request, request.length + frames.length);
            System.arraycopy(frames, 0, together, request.length, frames.length);
            out.write(together);
        });
    }

    private interface Sending {
        void send(OutputStream out, byte[] request) throws IOException;
    }

    private RawWebSocket open(Sending sending) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) TIMEOUT.toMillis());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            sending.send(socket.getOutputStream(), request().getBytes(StandardCharsets.ISO_8859_1));
            HttpAnswer answer = HttpAnswer.read(socket.getInputStream());
            if (answer.status() != 101) {
                throw new HandshakeRefused(answer);
            }
            checkAccept(answer);
            return new RawWebSocket(socket, answer);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The answer of a server that is expected to refuse. */
    public HttpAnswer refusal() throws IOException {
        try (RawWebSocket opened = open()) {
            throw new AssertionError("the upgrade was granted: " + opened.handshake());
        } catch (HandshakeRefused refused) {
            return refused.answer();
        }
    }

    private String request() {
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        headers.forEach(h -> request.append(h.name).append(": ").append(h.value).append("\r\n"));
        return request.append("\r\n").toString();
    }

    /** RFC 6455 §4.1, the client's check number 4. */
    private void checkAccept(HttpAnswer answer) throws ProtocolViolation {
        String key = headers.stream()
                .filter(h -> h.name.equals("Sec-WebSocket-Key"))
                .map(Header::value)
                .findFirst()
                .orElse("");
        if (!answer.header("Sec-WebSocket-Accept").orElse("").equals(accept(key))) {
            throw new ProtocolViolation("wrong Sec-WebSocket-Accept (RFC 6455 §4.2.2)");
        }
    }

    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
