package org.tidings.testkit.generator;

import java.nio.ByteBuffer;
import org.tidings.testkit.peer.Marker;

/**
 * Walks through what a server sends, frame by frame (RFC 6455 §5.2), and tells of markers and of the messages without one.
 * Of a frame in which a marker was seen nothing is kept but what may be the beginning of the next one. Confined to the loop.
 */
final class FrameScanner {

    /** A message without a marker must fit in. */
    static final int MOST_KEPT = 128 * 1024;

    private static final int COMPRESSED = 0x40;
    private static final int OPCODE = 0x0F;
    private static final int LENGTH = 0x7F;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int CONTROL = 8;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long TILDES = '~' * ONES;

    /** What the scanner finds. Callbacks on the loop's thread; buffers are valid only during the call. */
    interface Findings {

        /** @param at where the marker stands in the buffer */
        void delivery(ByteBuffer bytes, int at);

        /** A message without a marker, or any while {@link #wantsAll()}. */
        void message(int opcode, ByteBuffer payload);

        /** Whether messages with a marker are told as messages too. */
        boolean wantsAll();

        /** A message whose first reserved bit is set (RFC 7692): its payload as it would be without. */
        ByteBuffer inflate(ByteBuffer payload);
    }

    private final Findings findings;

    /** Of the frame that has begun: what has not come yet, or was not passed over; 0 between frames. */
    private long left;

    private int head;
    private boolean marked;

    FrameScanner(Findings findings) {
        this.findings = findings;
    }

    /** Takes what it can from the buffer; what is left in it must stand before what is read next. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left == 0 && !begin(bytes)) {
                return;
            }
            if (bytes.remaining() >= left) {
                end(bytes);
            } else {
                passOver(bytes);
                return;
            }
        }
    }

    /** Reads a frame's head, if it is whole. */
    private boolean begin(ByteBuffer bytes) {
        int at = bytes.position();
        int available = bytes.remaining();
        if (available < 2) {
            return false;
        }
        int length = bytes.get(at + 1) & LENGTH;
        int headBytes = length == EIGHT_BYTES ? 10 : length == TWO_BYTES ? 4 : 2;
        if (available < headBytes) {
            return false;
        }
        head = bytes.get(at) & 0xFF;
        left = length == EIGHT_BYTES
                ? bytes.getLong(at + 2)
                : length == TWO_BYTES ? bytes.getShort(at + 2) & 0xFFFF : length;
        marked = false;
        bytes.position(at + headBytes);
        if (left == 0) {
            findings.message(head & OPCODE, bytes.slice(bytes.position(), 0));
            return begin(bytes);
        }
        return true;
    }

    /** The rest of the frame is here. */
    private void end(ByteBuffer bytes) {
        int from = bytes.position();
        int to = from + (int) left;
        ByteBuffer payload = null;
        if ((head & COMPRESSED) != 0) {
            payload = findings.inflate(bytes.slice(from, to - from));
            scan(payload, 0, payload.limit());
        } else if ((head & CONTROL) == 0) {
            scan(bytes, from, to);
        }
        if (!marked || findings.wantsAll()) {
            findings.message(head & OPCODE, payload == null ? bytes.slice(from, to - from) : payload.rewind());
        }
        bytes.position(to);
        left = 0;
    }

    /** Only a part of the frame is here. */
    private void passOver(ByteBuffer bytes) {
        if ((head & (CONTROL | COMPRESSED)) == 0 && !findings.wantsAll()) {
            int from = bytes.position();
            int seen = scan(bytes, from, bytes.limit());
            if (marked) {
                int to = Math.max(seen, bytes.limit() - Marker.LENGTH + 1);
                to = Math.max(to, from);
                left -= to - from;
                bytes.position(to);
            }
        }
        if (bytes.remaining() >= MOST_KEPT) {
            throw new IllegalStateException("a message of more than " + MOST_KEPT + " bytes without a marker");
        }
    }

    /** Tells of every marker that lies wholly in the range: where the last of them ends, or the range's begin. */
    private int scan(ByteBuffer bytes, int from, int to) {
        int end = from;
        int last = to - Marker.LENGTH;
        for (int at = from; at <= last; ) {
            long found = tildes(bytes.getLong(at));
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfLeadingZeros(found) / Byte.SIZE;
            if (at <= last && Marker.at(bytes, at)) {
                marked = true;
                findings.delivery(bytes, at);
                at += Marker.LENGTH;
                end = at;
            } else {
                at++;
            }
        }
        return end;
    }

    /** The highest bit of each byte that is a tilde; a byte before one may be taken for one too, and is then looked at in vain. */
    private static long tildes(long bytes) {
        long different = bytes ^ TILDES;
        return (different - ONES) & ~different & HIGHS;
    }
}
