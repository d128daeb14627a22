package org.tidings.session;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Deflates one message after the other, each for itself (RFC 7692 §7.2.1). Any thread. */
final class Deflation {

    /** What is taken from the end of each message: 00 00 FF FF. */
    private static final int TAIL_BYTES = 4;

    private static final int CHUNK = 4_096;

    /** A deflater is 256 KB, which take longer to lay out than an event takes to deflate; the threads that write are few. */
    private static final ThreadLocal<Deflater> DEFLATERS =
            ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED, true));

    private Deflation() {}

    /** A message that begins somewhere in an array and ends with it. */
    static byte[] of(byte[] bytes, int from) {
        Deflater deflater = DEFLATERS.get();
        deflater.reset();
        deflater.setInput(bytes, from, bytes.length - from);
        ByteArrayOutputStream deflated = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        int count;
        do {
            count = deflater.deflate(chunk, 0, CHUNK, Deflater.SYNC_FLUSH);
            deflated.write(chunk, 0, count);
            // A chunk that is full may be followed by more, or by a second tail: zlib asks for room, not for input.
        } while (count == CHUNK);
        byte[] whole = deflated.toByteArray();
        return Arrays.copyOf(whole, whole.length - TAIL_BYTES);
    }
}
