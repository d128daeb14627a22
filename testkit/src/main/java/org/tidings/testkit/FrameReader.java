package org.tidings.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Cuts frames out of a socket's bytes. A timeout loses nothing: bytes of an unfinished frame wait for the next call.
 * Confined to one thread at a time.
 */
final class FrameReader {

    private final Socket socket;
    private final InputStream in;

    /** Bytes received and not yet consumed stand between {@code from} and {@code to}. */
    private byte[] buffer = new byte[16 * 1024];

    private int from;
    private int to;

    FrameReader(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /** The next frame; null when the stream has ended. */
    Frame next(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (; ; ) {
            Frame frame = parse();
            if (frame != null) {
                return frame;
            }
            if (!fill(deadline)) {
                return null;
            }
        }
    }

    private Frame parse() throws ProtocolViolation {
        if (to - from < 2) {
            return null;
        }
        int first = buffer[from] & 0xFF;
        int second = buffer[from + 1] & 0xFF;
        if ((first & 0x70) != 0) {
            throw new ProtocolViolation("reserved bits are set without an extension (RFC 6455 §5.2)");
        }
        if ((second & 0x80) != 0) {
            throw new ProtocolViolation("a server must not mask its frames (RFC 6455 §5.1)");
        }
        Opcode opcode = Opcode.of(first & 0x0F);
        boolean fin = (first & 0x80) != 0;
        int shortLength = second & 0x7F;
        int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        if (opcode.isControl() && (!fin || lengthBytes > 0)) {
            throw new ProtocolViolation("a control frame is fragmented or over 125 bytes (RFC 6455 §5.5)");
        }
        if (to - from < 2 + lengthBytes) {
            return null;
        }
        long length = lengthBytes == 0 ? shortLength : 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | buffer[from + 2 + i] & 0xFF;
        }
        int start = from + 2 + lengthBytes;
        if (to - start < length) {
            return null;
        }
        int end = Math.toIntExact(start + length);
        from = end;
        return new Frame(fin, opcode, Arrays.copyOfRange(buffer, start, end));
    }

    private boolean fill(long deadline) throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no frame arrived in time");
        }
        socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        int count = in.read(buffer, to, buffer.length - to);
        if (count < 0) {
            return false;
        }
        to += count;
        return true;
    }
}
