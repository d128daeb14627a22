package org.tidings.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Cuts frames out of a socket's bytes. A timeout loses nothing: bytes of an unfinished frame wait for the next call.
 * Confined to one thread at a time.
 */
final class FrameReader {

    /** What a sender takes from the end of each message, RFC 7692 §7.2.1. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int RSV1 = 0x40;

    private final Socket socket;
    private final InputStream in;
    /** Whether messages may be deflated, each for itself. */
    private final boolean inflating;

    private int inflated;

    /** Bytes received and not yet consumed stand between {@code from} and {@code to}. */
    private byte[] buffer = new byte[16 * 1024];

    private int from;
    private int to;

    FrameReader(Socket socket, InputStream in, boolean inflating) {
        this.socket = socket;
        this.in = in;
        this.inflating = inflating;
    }

    /** How many deflated frames have come. */
    int inflated() {
        return inflated;
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
        boolean deflated =
                inflating && (first & RSV1) != 0 && !Opcode.of(first & 0x0F).isControl();
        if ((first & 0x70) != 0 && (first & 0x70) != (deflated ? RSV1 : 0)) {
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
        byte[] payload = Arrays.copyOfRange(buffer, start, end);
        return new Frame(fin, opcode, deflated ? inflate(payload, fin) : payload);
    }

    /** Whole messages alone: nothing here sends others deflated. */
    private byte[] inflate(byte[] payload, boolean fin) throws ProtocolViolation {
        Inflater inflater = new Inflater(true);
        try {
            byte[] whole = Arrays.copyOf(payload, payload.length + TAIL.length);
            System.arraycopy(TAIL, 0, whole, payload.length, TAIL.length);
            inflater.setInput(whole);
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            byte[] chunk = new byte[8_192];
            for (int count = inflater.inflate(chunk); count > 0; count = inflater.inflate(chunk)) {
                message.write(chunk, 0, count);
            }
            if (!fin || inflater.getRemaining() > 0) {
                throw new ProtocolViolation("a deflated message does not end with its frame (RFC 7692 §7.2.1)");
            }
            inflated++;
            return message.toByteArray();
        } catch (DataFormatException e) {
            throw new ProtocolViolation("a deflated message does not stand for itself (RFC 7692 §7.1.1.1)");
        } finally {
            inflater.end();
        }
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
