package org.tidings.testkit.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;

/** A connection to the {@link TrivialServer}, which trusts its clients to send small whole frames. */
final class TrivialClient {

    /** RFC 6455 §1.3. */
    private static final String ACCEPTED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final String KEY = "Sec-WebSocket-Key: ";
    private static final String JOIN = "{\"join\":\"";
    private static final String JOINED = "{\"joined\":1}";
    private static final String TEXT = "\",\"text\":\"";
    private static final int FINAL = 0x80;
    private static final int TWO_BYTES_LENGTH = 126;
    private static final int MASK_BYTES = 4;

    private final TrivialServer server;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private ByteBuffer kept = ByteBuffer.allocate(0);
    private TrivialServer.Room room;
    private boolean upgraded;

    TrivialClient(TrivialServer server, SocketChannel channel, SelectionKey key) {
        this.server = server;
        this.channel = channel;
        this.key = key;
    }

    void transfer(SelectionKey ready, ByteBuffer input) {
        try {
            if (ready.isReadable()) {
                read(input);
            }
            if (ready.isValid() && ready.isWritable()) {
                write();
            }
        } catch (IOException gone) {
            end();
        }
    }

    private void read(ByteBuffer input) throws IOException {
        input.clear().put(kept);
        if (channel.read(input) < 0) {
            end();
            return;
        }
        input.flip();
        boolean whole = true;
        while (whole && input.hasRemaining()) {
            whole = upgraded ? frame(input) : upgrade(input);
        }
        kept = ByteBuffer.allocate(input.remaining()).put(input).flip();
    }

    private boolean upgrade(ByteBuffer input) throws IOException {
        String request = StandardCharsets.US_ASCII.decode(input.duplicate()).toString();
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        int from = request.indexOf(KEY) + KEY.length();
        String accept = request.substring(from, request.indexOf('\r', from)) + ACCEPTED;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(accept.getBytes(StandardCharsets.US_ASCII));
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
            send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
        input.position(input.position() + end + 4);
        upgraded = true;
        return true;
    }

    private boolean frame(ByteBuffer input) throws IOException {
        int at = input.position();
        if (input.remaining() < 2 + 2 + MASK_BYTES) {
            return false;
        }
        int length = input.get(at + 1) & 0x7F;
        int head = 2;
        if (length == TWO_BYTES_LENGTH) {
            length = input.getShort(at + 2) & 0xFFFF;
            head = 4;
        }
        if (input.remaining() < head + MASK_BYTES + length) {
            return false;
        }
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) (input.get(at + head + MASK_BYTES + i) ^ input.get(at + head + (i & 3)));
        }
        input.position(at + head + MASK_BYTES + length);
        if ((input.get(at) & 0x0F) == ClientFrame.TEXT) {
            message(new String(message, StandardCharsets.US_ASCII));
        }
        return true;
    }

    private void message(String message) throws IOException {
        if (message.startsWith(JOIN)) {
            room = server.room(message.substring(JOIN.length(), message.length() - 2));
            room.join(this);
            send(ByteBuffer.allocate(2 + JOINED.length())
                    .put((byte) (FINAL | ClientFrame.TEXT))
                    .put((byte) JOINED.length())
                    .put(JOINED.getBytes(StandardCharsets.US_ASCII))
                    .flip());
        } else {
            int text = message.indexOf(TEXT);
            server.room(message.substring("{\"room\":\"".length(), text))
                    .publish(message.substring(text + TEXT.length(), message.length() - 2));
        }
    }

    void deliver(ByteBuffer frames) {
        try {
            send(frames);
        } catch (IOException gone) {
            end();
        }
    }

    /** What the socket does not take is kept. */
    private void send(ByteBuffer bytes) throws IOException {
        if (waiting.isEmpty()) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            waiting.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void write() throws IOException {
        while (!waiting.isEmpty()) {
            channel.write(waiting.peek());
            if (waiting.peek().hasRemaining()) {
                return;
            }
            waiting.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void end() {
        if (room != null) {
            room.leave(this);
        }
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone already, which is what is wanted.
            waiting.clear();
        }
    }
}
