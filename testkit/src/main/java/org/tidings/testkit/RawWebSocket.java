package org.tidings.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The client's end of a WebSocket on a plain socket. Shows and controls every byte; nothing is sent that the caller did
 * not ask for, but pongs and the answer to a close frame, and those can be switched off.
 *
 * <p>Any thread may send. One thread at a time receives; nothing is read from the socket while nobody receives, so that
 * a client that stops reading is simply one that stops calling.
 */
public final class RawWebSocket implements Closeable {

    private final Socket socket;
    private final OutputStream out;
    private final FrameReader reader;
    private final HttpAnswer handshake;

    /** Whether pings and close frames are answered, RFC 6455 §5.5.2 and §5.5.1. */
    private volatile boolean answering = true;

    /** Set once, by the receiving thread, when the peer's close frame or the end of the stream was read. */
    private volatile CloseStatus closeStatus;

    /** Guarded by {@code out}. */
    private boolean closeSent;

    RawWebSocket(Socket socket, HttpAnswer handshake) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        boolean deflate = handshake
                .header("Sec-WebSocket-Extensions")
                .filter(agreed -> agreed.startsWith("permessage-deflate;"))
                .isPresent();
        this.reader = new FrameReader(socket, socket.getInputStream(), deflate);
        this.handshake = handshake;
    }

    /** How many frames came deflated (RFC 7692); what is received of them is inflated. */
    public int inflated() {
        return reader.inflated();
    }

    /** The server's answer to the upgrade. */
    public HttpAnswer handshake() {
        return handshake;
    }

    /** The subprotocol that the server chose. */
    public Optional<String> subprotocol() {
        return handshake.header("Sec-WebSocket-Protocol");
    }

    /** Whether to answer pings and close frames; true at first. */
    public RawWebSocket answering(boolean answer) {
        answering = answer;
        return this;
    }

    public void send(Frame frame) throws IOException {
        synchronized (out) {
            closeSent |= frame.opcode() == Opcode.CLOSE;
            out.write(frame.masked());
        }
    }

    public void sendText(String text) throws IOException {
        send(Frame.text(text));
    }

    /** One message in several frames, cut at bytes, not at characters, RFC 6455 §5.4. */
    public void sendFragmented(String text, int fragmentBytes) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start < bytes.length; start += fragmentBytes) {
            int end = Math.min(bytes.length, start + fragmentBytes);
            Opcode opcode = start == 0 ? Opcode.TEXT : Opcode.CONTINUATION;
            send(new Frame(end == bytes.length, opcode, Arrays.copyOfRange(bytes, start, end)));
        }
    }

    /** Bytes as they are, written in hex; spaces are for the reader. */
    public void sendHex(String hex) throws IOException {
        sendBytes(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    /** Bytes as they are. */
    public void sendBytes(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
        }
    }

    /** Says that nothing more will be sent, and goes on reading: a half-closed connection. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    public void sendClose(int code, String reason) throws IOException {
        send(Frame.close(code, reason));
    }

    /**
     * The next frame, control frames included.
     *
     * @throws SocketTimeoutException where none arrived in time; nothing is lost
     * @throws EOFException where the connection has ended; then {@link #closeStatus} says how
     */
    public Frame receive(Duration timeout) throws IOException {
        if (closeStatus != null) {
            throw ended();
        }
        Frame frame = nextFrame(timeout);
        if (frame == null) {
            closeStatus = CloseStatus.WITHOUT_FRAME;
            throw ended();
        }
        if (frame.opcode() == Opcode.CLOSE) {
            closeStatus = CloseStatus.of(frame);
            answerClose(frame);
        } else if (frame.opcode() == Opcode.PING && answering) {
            send(new Frame(true, Opcode.PONG, frame.payload()));
        }
        return frame;
    }

    private Frame nextFrame(Duration timeout) throws IOException {
        try {
            return reader.next(timeout);
        } catch (SocketException e) {
            return null;
        }
    }

    private EOFException ended() {
        return new EOFException("the connection ended with " + closeStatus);
    }

    private void answerClose(Frame close) throws IOException {
        synchronized (out) {
            if (answering && !closeSent) {
                closeSent = true;
                try {
                    out.write(close.masked());
                } catch (SocketException gone) {
                    // The peer need not wait for the answer: RFC 6455 §7.1.1 lets a server close at once.
                    socket.close();
                }
            }
        }
    }

    /** The next whole text message; control frames are passed over. Fails as {@link #receive} does. */
    public String receiveText(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (; ; ) {
            Frame frame = receive(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (frame.opcode() == Opcode.CLOSE) {
                throw ended();
            }
            if (frame.opcode() == Opcode.BINARY) {
                throw new ProtocolViolation("a binary frame where text was agreed: " + frame);
            }
            if (!frame.opcode().isControl()) {
                message.writeBytes(frame.payload());
                if (frame.fin()) {
                    return message.toString(StandardCharsets.UTF_8);
                }
            }
        }
    }

    /** Reads on until the connection ends, and tells how it did. */
    public CloseStatus awaitClose(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (closeStatus == null) {
            try {
                receive(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (EOFException ended) {
                return closeStatus;
            }
        }
        return closeStatus;
    }

    /**
     * Whether the peer ends the TCP connection, with a reset or without, behind its close frame. Pings and text that still
     * come are passed over.
     */
    public boolean endsWithin(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (nextFrame(Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))) != null) {
                // RFC 6455 §5.5.1 forbids the peer to send more, but the end is what is asked for.
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        }
    }

    /** How the peer ended the connection; empty while it has not, as far as has been read. */
    public Optional<CloseStatus> closeStatus() {
        return Optional.ofNullable(closeStatus);
    }

    /** Ends the TCP connection with a reset, as a client does that loses its network or its power. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the TCP connection, without a close frame. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
