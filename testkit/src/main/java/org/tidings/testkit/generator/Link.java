package org.tidings.testkit.generator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.tidings.testkit.peer.ClientFrame;
import org.tidings.testkit.peer.Conversation;

/** One WebSocket connection to a peer. Confined to its loop's thread. */
final class Link implements FrameScanner.Findings {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int ANSWER_BYTES = 512;
    private static final String SWITCHING = "HTTP/1.1 101";
    private static final int STATUS_CODE_NORMAL = 1000;

    private final Loop loop;
    private final Conversation talk;
    private final Follower follower;
    private final FrameScanner scanner = new FrameScanner(this);
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Queue<ByteBuffer> output = new ArrayDeque<>();
    private final Inflation inflation;

    /** What the scanner left of the last read. */
    private ByteBuffer kept = NOTHING;

    private boolean upgraded;
    private boolean ready;

    /** Why it has ended; null while it lives. */
    private String end;

    /** When what is being read now was read. */
    private long readAt;

    /** Begins to connect. */
    Link(Loop loop, int port, Conversation talk, Inflation inflation, Follower follower) throws IOException {
        this.loop = loop;
        this.talk = talk;
        this.inflation = inflation;
        this.follower = follower;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        key = loop.register(channel, SelectionKey.OP_CONNECT, this);
        output.add(talk.upgrade());
    }

    /** Subscribed, or ready to publish. */
    boolean isReady() {
        return ready && end == null;
    }

    /** Why it has ended or what it was refused; null while all is well. */
    String failure() {
        return end != null ? end : talk.refusal();
    }

    Conversation talk() {
        return talk;
    }

    /** Whether the socket has not taken everything yet. */
    boolean isBehind() {
        return !output.isEmpty();
    }

    void send(ByteBuffer frame) {
        if (end == null) {
            output.add(frame);
            if (upgraded && output.size() == 1) {
                write();
            }
        }
    }

    /** @param input of the loop, in which whatever is read is looked at */
    void transfer(SelectionKey ready, ByteBuffer input) {
        try {
            if (ready.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write();
            }
            if (ready.isReadable()) {
                read(input);
            }
            if (ready.isValid() && ready.isWritable()) {
                write();
            }
        } catch (IOException | IllegalStateException e) {
            end(e.toString());
        }
    }

    private void write() {
        try {
            for (ByteBuffer next = output.peek(); next != null; next = output.peek()) {
                channel.write(next);
                if (next.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                output.remove();
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            end(e.toString());
        }
    }

    private void read(ByteBuffer input) throws IOException {
        input.clear();
        input.put(kept);
        int count = channel.read(input);
        readAt = System.nanoTime();
        input.flip();
        if (upgraded || answered(input)) {
            scanner.take(input);
        }
        kept = input.hasRemaining()
                ? ByteBuffer.allocate(input.remaining()).put(input).flip()
                : NOTHING;
        if (count < 0) {
            end("the server ended the connection");
        }
    }

    /** Passes over the answer to the upgrade, once it is whole. */
    private boolean answered(ByteBuffer input) {
        byte[] bytes = new byte[Math.min(ANSWER_BYTES * 4, input.remaining())];
        input.get(input.position(), bytes);
        String answer = new String(bytes, StandardCharsets.ISO_8859_1);
        int headers = answer.indexOf("\r\n\r\n");
        if (headers < 0) {
            return false;
        }
        if (!answer.startsWith(SWITCHING)) {
            throw new IllegalStateException(
                    "refused the upgrade: " + answer.substring(0, Math.min(ANSWER_BYTES, answer.length())));
        }
        input.position(input.position() + headers + 4);
        upgraded = true;
        message(Conversation.OPENED, NOTHING);
        return true;
    }

    @Override
    public void delivery(ByteBuffer bytes, int at) {
        follower.delivery(bytes, at, readAt);
    }

    @Override
    public void message(int opcode, ByteBuffer payload) {
        if (opcode == ClientFrame.PING) {
            byte[] echo = new byte[payload.remaining()];
            payload.get(echo);
            send(ClientFrame.of(ClientFrame.PONG, echo));
            return;
        }
        talk.received(opcode, payload.duplicate(), this::send);
        if (opcode == ClientFrame.CLOSE) {
            end("the server closed with "
                    + (payload.remaining() < 2 ? "no code" : payload.getShort(payload.position()) & 0xFFFF));
        } else if (!ready && talk.ready()) {
            ready = true;
            follower.ready(this);
        }
    }

    @Override
    public boolean wantsAll() {
        return !ready;
    }

    @Override
    public ByteBuffer inflate(ByteBuffer payload) {
        return inflation.inflate(payload);
    }

    /** Says goodbye; the connection ends when the server has answered, or with the loop. */
    void close() {
        send(ClientFrame.of(ClientFrame.CLOSE, new byte[] {STATUS_CODE_NORMAL >> 8, (byte) STATUS_CODE_NORMAL}));
    }

    /** Resets it: no port has to wait for its next use. */
    void abandon() {
        if (end == null) {
            end("closed here");
        }
    }

    private void end(String why) {
        if (end != null) {
            return;
        }
        end = why;
        output.clear();
        key.cancel();
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            end = why + ", " + e.getMessage();
        }
        follower.ended(this, why);
    }
}
