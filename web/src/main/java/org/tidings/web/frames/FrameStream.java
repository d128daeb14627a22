package org.tidings.web.frames;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What Tyrus writes itself, a whole frame at a time, on its way between frames that are ready to go. Always takes more: {@link FrameOutput}
 * bounds what a peer that reads nothing can ask for, and a close frame is not left behind when the connection is closed after it.
 */
final class FrameStream extends ServletOutputStream {
    private final FrameOutput output;
    private final Closeable below;

    /** @param below what ends the connection when everything is written */
    FrameStream(FrameOutput output, Closeable below) {
        this.output = output;
        this.below = below;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        // Copied, for the caller may use its array again. A frame that does not arrive ends the connection: that tells
        // the caller.
        output.write(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length)), failure -> {});
    }

    @Override
    public void write(int one) {
        throw new UnsupportedOperationException("frames are written whole");
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new IllegalStateException("ready always");
    }

    @Override
    public void close() throws IOException {
        output.end();
        below.close();
    }
}
