package org.tidings.testkit.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection of a client, from the attempt to its end: the upgrade, frames in both directions, and the answers to pings
 * and to the server's close. Confined to the swarm's thread.
 */
final class SwarmSocket implements FrameCutter.Receiver {

    /** RFC 6455 §7.1.5: a close frame that names no code, and an end without one. */
    private static final int NO_CODE = 1005;

    private static final int NO_CLOSE_FRAME = 1006;

    /** Whose connection it is. */
    interface Owner {

        /** One or more envelopes. */
        void text(String message);

        /** The server refuses the upgrade and takes the fault to be the client's; the end follows. */
        void refused(String statusLine);

        /**
         * It is over. Comes once, and not where the owner closed it.
         *
         * @param code of the server's close frame; 1006 without
         * @param retryAfterMillis what the server named in its refusal; 0 without
         */
        void ended(int code, long retryAfterMillis);
    }

    private final Swarm swarm;
    private final Owner owner;
    private final int port;
    private final String token;
    private final FrameCutter cutter = new FrameCutter();
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private long outBytes;
    private boolean reading;
    private boolean over;
    private int closeCode = NO_CLOSE_FRAME;

    /** Null once the server has agreed. */
    private SwarmUpgrade upgrade = new SwarmUpgrade();

    /** Null before {@link #connect}, as is its key. */
    private SocketChannel channel;

    private SelectionKey key;

    SwarmSocket(Swarm swarm, Owner owner, int port, String token, boolean reading) {
        this.swarm = swarm;
        this.owner = owner;
        this.port = port;
        this.token = token;
        this.reading = reading;
    }

    /**
     * Begins; whatever comes of it is told to the owner, maybe before this returns.
     *
     * @param receiveBuffer how many bytes the system may receive that are not read; 0: its own default
     * @param sendBuffer how many it may keep that the server has not received; 0 likewise
     */
    void connect(int receiveBuffer, int sendBuffer) {
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            if (sendBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
            }
            key = channel.register(swarm.selector(), SelectionKey.OP_CONNECT, this);
            if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                write(SwarmUpgrade.request(port, token, swarm.random()));
            }
        } catch (IOException e) {
            end(0);
        }
    }

    /** Whether to read what the server sends. */
    void reading(boolean read) {
        reading = read;
        interest();
    }

    void sendText(String text) {
        send(FrameCutter.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that the system has not taken yet. */
    long waitingBytes() {
        return outBytes;
    }

    /** The selector found something to do; the key is valid. */
    void ready() {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                write(SwarmUpgrade.request(port, token, swarm.random()));
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
        } catch (IOException e) {
            end(0);
        }
    }

    private void read() throws IOException {
        // Level-triggered: what is left is read in the next turn, after others had theirs.
        ByteBuffer scratch = swarm.scratch().clear();
        int length = channel.read(scratch);
        scratch.flip();
        if (length < 0) {
            end(0);
            return;
        }
        if (upgrade != null && upgrade.accept(scratch)) {
            upgraded();
        }
        if (upgrade == null && !over) {
            cutter.accept(scratch, this);
        }
    }

    private void upgraded() {
        if (upgrade.isAccepted()) {
            upgrade = null;
            return;
        }
        if (upgrade.isBlamed()) {
            owner.refused(upgrade.statusLine());
        }
        end(upgrade.retryAfterMillis());
    }

    @Override
    public void text(String message) {
        owner.text(message);
    }

    @Override
    public void control(int opcode, byte[] payload) {
        if (opcode == FrameCutter.PING) {
            send(FrameCutter.PONG, payload);
        } else if (opcode == FrameCutter.CLOSE) {
            // Kept first: its verdict counts even where the server does not wait for the echo.
            closeCode = payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xffff;
            send(FrameCutter.CLOSE, payload);
            end(0);
        }
    }

    private void send(int opcode, byte[] payload) {
        try {
            write(FrameCutter.masked(opcode, payload, swarm.random().nextInt()));
        } catch (IOException e) {
            end(0);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (over) {
            return;
        }
        out.addLast(bytes);
        outBytes += bytes.remaining();
        if (out.size() == 1) {
            flush();
        }
    }

    private void flush() throws IOException {
        while (!out.isEmpty()) {
            outBytes -= channel.write(out.getFirst());
            if (out.getFirst().hasRemaining()) {
                break;
            }
            out.removeFirst();
        }
        interest();
    }

    private void interest() {
        if (key != null && key.isValid() && !channel.isConnectionPending()) {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    private void end(long retryAfterMillis) {
        if (!over) {
            close();
            owner.ended(closeCode, retryAfterMillis);
        }
    }

    /** Gives it up, without a word to the server or to the owner. */
    void close() {
        over = true;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("a socket that cannot be closed", e);
            }
        }
    }
}
