package org.tidings.web.frames;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A client's bytes, as far as the guard lets them pass. The frame that breaks a rule is replaced by a close frame with
 * the code that says so, as if the client had taken its leave: the container answers that with the same code and ends
 * the connection in its usual order, whatever it is writing. What comes behind is read and dropped.
 *
 * <p>Not blocking, as the stream below: a read may return 0 where all that came is held back.
 */
final class GuardedInput extends ReadAheadInput {
    /** Longer than what can be held back. Who asks for less than that gets it from the surplus. */
    private static final int ROOM = 32;

    private final ServletInputStream in;
    private final FrameGuard guard;
    private final Consumer<FrameRule> told;
    /** What has passed and waits to be read: a few bytes, and the close frame. */
    private final ByteBuffer surplus = ByteBuffer.allocate(2 * ROOM + 64).limit(0);

    /** Set before anything is read. */
    private ReadListener listener;

    private boolean ended;

    GuardedInput(ServletInputStream in, FrameGuard guard, Consumer<FrameRule> told) {
        super(in);
        this.in = in;
        this.guard = guard;
        this.told = told;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (surplus.hasRemaining()) {
            return take(bytes, from, length);
        }
        if (length >= ROOM) {
            int count = pass(bytes, from, length);
            return count == 0 ? take(bytes, from, length) : count;
        }
        byte[] room = new byte[ROOM];
        int count = pass(room, 0, ROOM);
        if (count < 0) {
            return count;
        }
        // In front of a close frame, where one is there already.
        ByteBuffer behind =
                ByteBuffer.allocate(surplus.remaining()).put(surplus).flip();
        surplus.clear().put(room, 0, count).put(behind).flip();
        return take(bytes, from, length);
    }

    private int pass(byte[] bytes, int from, int length) throws IOException {
        int held = guard.held();
        int count = in.read(bytes, from + held, length - held);
        if (count < 0) {
            return count;
        }
        int passed = guard.pass(bytes, from, from + held, from + held + count) - from;
        if (guard.broken() != null && !ended) {
            ended = true;
            surplus.clear().put(farewell(guard.broken())).flip();
            told.accept(guard.broken());
        }
        return passed;
    }

    private int take(byte[] bytes, int from, int length) {
        int count = Math.min(length, surplus.remaining());
        surplus.get(bytes, from, count);
        return count;
    }

    /** A close frame as a client sends it (§5.5.1), its mask all zero. */
    static byte[] farewell(FrameRule rule) {
        byte[] reason = rule.reason().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + reason.length)
                .put((byte) 0x88)
                .put((byte) (0x80 | 2 + reason.length))
                .putInt(0)
                .putShort((short) rule.closeCode())
                .put(reason)
                .array();
    }

    /** Takes effect with {@link #begin}. */
    @Override
    public void setReadListener(ReadListener wanted) {
        listener = wanted;
    }

    /**
     * Lets the reader be called from now on. Frames that came together with the request are handed over before this
     * returns; Tyrus, had it begun before it was set up, would wait for itself in their reader, and a request thread of the
     * server with it, for good.
     */
    void begin() {
        in.setReadListener(listener);
    }

    @Override
    ByteBuffer ahead() {
        return surplus;
    }
}
