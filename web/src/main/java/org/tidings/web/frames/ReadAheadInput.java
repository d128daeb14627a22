package org.tidings.web.frames;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A stream over another one, from which some bytes were read ahead. Not blocking: a read of several may return 0. */
abstract class ReadAheadInput extends ServletInputStream {
    private final ServletInputStream below;

    ReadAheadInput(ServletInputStream below) {
        this.below = below;
    }

    /** What was taken from the stream below and waits to be read. */
    abstract ByteBuffer ahead();

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        int count;
        do {
            count = read(one, 0, 1);
        } while (count == 0);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int available() throws IOException {
        return ahead().hasRemaining() ? ahead().remaining() : below.available();
    }

    @Override
    public final boolean isReady() {
        return ahead().hasRemaining() || below.isReady();
    }

    @Override
    public final boolean isFinished() {
        return !ahead().hasRemaining() && below.isFinished();
    }

    @Override
    public final void close() throws IOException {
        below.close();
    }
}
