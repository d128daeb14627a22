package org.tidings.web.frames;

import jakarta.servlet.ReadListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The bytes that a guard lets pass, without compression, for a WebSocket implementation that knows nothing of it. A message that
 * cannot be inflated, or becomes too long, is replaced by a close frame, as the guard does.
 *
 * <p>Not blocking, as the stream below: a read may return 0 where all that came is part of a message.
 */
final class InflatedInput extends ReadAheadInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final GuardedInput in;
    private final MessageInflater inflater;
    private final Consumer<FrameRule> told;
    /** What has passed and waits to be read. */
    private ByteBuffer waiting = NOTHING;

    private boolean ended;

    InflatedInput(GuardedInput in, MessageInflater inflater, Consumer<FrameRule> told) {
        super(in);
        this.in = in;
        this.inflater = inflater;
        this.told = told;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!waiting.hasRemaining()) {
            int count = in.read(bytes, from, length);
            if (count <= 0) {
                return count;
            }
            pass(bytes, from, from + count);
        }
        int count = Math.min(length, waiting.remaining());
        waiting.get(bytes, from, count);
        if (!waiting.hasRemaining()) {
            waiting = NOTHING;
        }
        return count;
    }

    private void pass(byte[] bytes, int from, int to) {
        // What comes behind a farewell is read and dropped.
        if (ended) {
            return;
        }
        ByteArrayOutputStream passed = new ByteArrayOutputStream(to - from);
        FrameRule broken = inflater.take(bytes, from, to, passed);
        if (broken != null) {
            ended = true;
            passed.writeBytes(GuardedInput.farewell(broken));
            told.accept(broken);
        }
        waiting = ByteBuffer.wrap(passed.toByteArray());
    }

    @Override
    public void setReadListener(ReadListener wanted) {
        in.setReadListener(wanted);
    }

    @Override
    ByteBuffer ahead() {
        return waiting;
    }
}
