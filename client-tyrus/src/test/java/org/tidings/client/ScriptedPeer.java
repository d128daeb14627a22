package org.tidings.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidings.envelope.CborEnvelopeCodec;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;

/** The server's end of one connection, frame by frame (RFC 6455 §5.2), played by the test. */
public final class ScriptedPeer {

    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int FIN = 0x80;

    private final Socket socket;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final BlockingQueue<Envelope> received = new LinkedBlockingQueue<>();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** How many text frames came: envelopes may share one. */
    final AtomicInteger frames = new AtomicInteger();

    /** Length of the longest text frame that came, bytes. */
    final AtomicInteger longestFrame = new AtomicInteger();

    /** Written before the first frame. */
    private volatile boolean binary;

    /** The number in the close frame that came, 0 without. */
    private volatile int closeCode;

    ScriptedPeer(Socket socket) {
        this.socket = socket;
    }

    public String header(String name) {
        return headers.get(name);
    }

    /** Answers 101. */
    public void upgrade() {
        upgrade("tidings.v1.json");
    }

    /** Answers 101 with one of the subprotocols, and speaks it. */
    void upgrade(String subprotocol) {
        binary = subprotocol.equals("tidings.v1.cbor");
        write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(headers.get("Sec-WebSocket-Key")) + "\r\n"
                        + "Sec-WebSocket-Protocol: " + subprotocol + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        reading.countDown();
    }

    /** Answers something else, and closes. */
    public void refuse(int status, String... headerLines) {
        StringBuilder response = new StringBuilder("HTTP/1.1 " + status + " No\r\n");
        for (String line : headerLines) {
            response.append(line).append("\r\n");
        }
        write(response.append("Content-Length: 0\r\nConnection: close\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII));
        abort();
    }

    /** Sends one frame. */
    public void send(String frame) {
        if (binary) {
            Envelope envelope = (Envelope) EnvelopeCodec.decode(frame).get(0);
            write(frame(BINARY, CborEnvelopeCodec.encode(envelope)));
        } else {
            write(frame(TEXT, frame.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** @param fields what stands beside type and action, as in {@code "channel":"c","seq":1} */
    public void event(String action, String fields) {
        send("{\"v\":1,\"type\":\"event\",\"action\":\"" + action + "\"," + fields + "}");
    }

    public void message(String channel, long seq, long prev) {
        event(
                "message",
                "\"channel\":\"" + channel + "\",\"seq\":" + seq + ",\"prev\":" + prev + ",\"payload\":" + seq);
    }

    /** @param fields what stands beside the request's action and id */
    public void reply(Envelope request, String fields) {
        send("{\"v\":1,\"type\":\"reply\",\"action\":\"" + request.action() + "\",\"id\":\"" + request.id() + "\""
                + (fields.isEmpty() ? "" : ",") + fields + "}");
    }

    public void refuse(Envelope request, String code, boolean temporary, long retryAfterMillis) {
        send("{\"v\":1,\"type\":\"error\",\"action\":\"" + request.action() + "\",\"id\":\"" + request.id()
                + "\",\"payload\":{\"code\":\"" + code + "\",\"message\":\"no\",\"temporary\":" + temporary
                + ",\"retryAfterMs\":" + retryAfterMillis + "}}");
    }

    /** The next envelope, whatever it is. */
    public Envelope next() throws InterruptedException {
        Envelope envelope = received.poll(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (envelope == null) {
            throw new AssertionError("no envelope came");
        }
        return envelope;
    }

    /** The next envelope, which must have this action. */
    public Envelope expect(String action) throws InterruptedException {
        Envelope envelope = next();
        if (!envelope.action().equals(action)) {
            throw new AssertionError("expected " + action + ", got " + envelope);
        }
        return envelope;
    }

    public boolean nothingComesWithin(long millis) throws InterruptedException {
        return poll(millis) == null;
    }

    /** The next envelope, null if none comes within the time. */
    Envelope poll(long millis) throws InterruptedException {
        return received.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Sends a close frame and ends the connection. */
    public void close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        write(frame(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array()));
    }

    /** Cuts the connection. */
    public void abort() {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            throw new UncheckedIOException(alreadyClosed);
        }
        reading.countDown();
    }

    public int awaitClose() throws InterruptedException {
        if (!ended.await(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the client did not close");
        }
        return closeCode;
    }

    void ping() {
        write(frame(PING, new byte[0]));
    }

    /** Runs on the connection's own thread until the connection ends. */
    void readAll(BlockingQueue<ScriptedPeer> arrived) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            readHandshake(in);
            arrived.add(this);
            reading.await();
            while (readFrame(in)) {}
        } catch (IOException | InterruptedException over) {
            // The connection is over, which ended says.
        } finally {
            ended.countDown();
        }
    }

    private void readHandshake(DataInputStream in) throws IOException {
        line(in);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = in.readUnsignedByte(); each != '\n'; each = in.readUnsignedByte()) {
            if (each != '\r') {
                line.write(each);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private boolean readFrame(DataInputStream in) throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = in.readNBytes(4);
        byte[] data = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            data[i] ^= mask[i % 4];
        }
        if (opcode == (binary ? BINARY : TEXT)) {
            frames.incrementAndGet();
            longestFrame.accumulateAndGet(length, Math::max);
            List<Decoded> envelopes = binary
                    ? CborEnvelopeCodec.decode(ByteBuffer.wrap(data))
                    : EnvelopeCodec.decode(new String(data, StandardCharsets.UTF_8));
            envelopes.forEach(decoded -> received.add((Envelope) decoded));
        } else if (opcode == CLOSE) {
            closeCode = length < 2 ? 1005 : ByteBuffer.wrap(data).getShort() & 0xFFFF;
            socket.close();
            return false;
        }
        return true;
    }

    private static byte[] frame(int opcode, byte[] data) {
        int headerLength = data.length < 126 ? 2 : data.length < 1 << 16 ? 4 : 10;
        ByteBuffer frame = ByteBuffer.allocate(headerLength + data.length).put((byte) (FIN | opcode));
        switch (headerLength) {
            case 2 -> frame.put((byte) data.length);
            case 4 -> frame.put((byte) 126).putShort((short) data.length);
            default -> frame.put((byte) 127).putLong(data.length);
        }
        return frame.put(data).array();
    }

    private synchronized void write(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
