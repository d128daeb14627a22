package org.tidings.web.frames;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

/**
 * Writes whole frames of a WebSocket to the connection under it, one after the other and none within another: those that are ready to go,
 * and those of the WebSocket implementation. Never waits for the peer. What comes behind a close frame is refused (RFC 6455 §5.5.1).
 * Thread-safe.
 */
public final class FrameOutput {
    /** Pongs that a peer asks for and does not read. Frames of messages come one at a time. */
    static final int MAX_WAITING = 256;

    private static final int OPCODE = 0x0F;
    private static final int CLOSE = 0x8;

    private final Wire wire;
    /** Frames that were not taken at once and still go out. Under the lock of this. */
    private int waiting;
    /** Of these, parts of messages. Likewise. */
    private int waitingMessages;
    /** Nothing goes out any more but what waits. Likewise. */
    private boolean ended;

    FrameOutput(Wire wire) {
        this.wire = wire;
    }

    /**
     * Writes a frame behind those before it.
     *
     * @param frame a whole one; its bytes are not changed by anybody, its position and limit are this one's
     * @param done told once, on this thread or another, with null when the system has taken it, or with why that will not be
     */
    public void write(ByteBuffer frame, Consumer<Throwable> done) {
        boolean taken;
        try {
            taken = hand(frame, done);
        } catch (ClosedChannelException e) {
            // By a close frame, which may be on its way still, or by the peer.
            done.accept(e);
            return;
        } catch (IOException | RuntimeException e) {
            // Part of a frame may have gone out. What else waits there is told so by the connection's end.
            wire.cut();
            done.accept(e);
            return;
        }
        if (taken) {
            done.accept(null);
        }
    }

    private synchronized boolean hand(ByteBuffer frame, Consumer<Throwable> done) throws IOException {
        if (ended) {
            throw new ClosedChannelException();
        }
        int opcode = frame.get(frame.position()) & OPCODE;
        boolean message = opcode < CLOSE;
        ended = opcode == CLOSE || waiting == MAX_WAITING;
        if (waiting == MAX_WAITING) {
            throw new IOException("the peer reads nothing");
        }
        try {
            boolean taken = wire.write(frame, failure -> {
                left(message, failure);
                done.accept(failure);
            });
            if (!taken) {
                waiting++;
                waitingMessages += message ? 1 : 0;
            }
            return taken;
        } catch (IOException | RuntimeException e) {
            ended = true;
            throw e;
        }
    }

    private synchronized void left(boolean message, Throwable failure) {
        waiting--;
        waitingMessages -= message ? 1 : 0;
        ended |= failure != null;
    }

    /** Whether frames go straight to the socket: with TLS the server's own locks are in between. */
    public boolean neverBlocks() {
        return wire.isDirect();
    }

    /** Writes nothing more. */
    synchronized void end() {
        ended = true;
    }

    Wire wire() {
        return wire;
    }

    /** Whether the connection is there: perhaps for the sake of what the peer has yet to read. */
    public boolean isOpen() {
        return wire.isOpen();
    }

    /** Ends the connection at once. */
    public void cut() {
        wire.cut();
    }

    /** Ends the connection at once where a message is stuck in it: nothing behind that would ever arrive. */
    public void cutIfStuck() {
        boolean stuck;
        synchronized (this) {
            stuck = waitingMessages > 0;
        }
        if (stuck) {
            wire.cut();
        }
    }
}
