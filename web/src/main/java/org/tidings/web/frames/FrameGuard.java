package org.tidings.web.frames;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Follows the frames in one client's bytes, and lets pass what breaks no rule. Reads the headers alone: payloads pass as
 * they are. A header passes only when it is complete, so that what was let through always ends between two frames or
 * inside a payload. Confined to one thread at a time.
 */
final class FrameGuard {
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MASK_BYTES = 4;
    /** Two bytes and the longest form of a length (§5.2). The mask passes with the payload. */
    private static final int LONGEST_HEADER = 10;

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PONG = 0xA;

    private final long maxMessageBytes;
    private final int maxIdleFrames;
    /** Whether messages may be deflated, which the first frame of each says (RFC 7692 §6). */
    private final boolean deflating;

    private final LongSupplier nanoTime;

    /** What is known of the next header. */
    private final byte[] header = new byte[LONGEST_HEADER];

    private int headerBytes;
    /** What is to pass of the frame whose header has passed: mask and payload. */
    private long bodyLeft;
    /** Whether fragments have come whose last one has not (§5.4). */
    private boolean inMessage;
    /** The payloads of the message so far. */
    private long messageBytes;

    private long windowBegan;
    private int idleFrames;

    /** Whether the frame that passes now is the client's last. */
    private boolean closing;
    /** Nothing passes any more. */
    private boolean shut;
    /** Null while none is. */
    private FrameRule broken;

    /**
     * @param maxMessageBytes longest message, in bytes of payload, whole or in fragments
     * @param maxIdleFrames how many frames that carry nothing are taken in a minute
     * @param deflating whether the client was told that it may deflate messages
     */
    FrameGuard(long maxMessageBytes, int maxIdleFrames, boolean deflating, LongSupplier nanoTime) {
        this.maxMessageBytes = maxMessageBytes;
        this.maxIdleFrames = maxIdleFrames;
        this.deflating = deflating;
        this.nanoTime = nanoTime;
        this.windowBegan = nanoTime.getAsLong();
    }

    /** How many bytes were read and wait for the rest of their header. They come first in what passes next. */
    int held() {
        return headerBytes;
    }

    /** The rule that was broken; null while none is. */
    FrameRule broken() {
        return broken;
    }

    /**
     * Moves what may pass to the front.
     *
     * @param into where it begins, at least {@link #held} bytes before {@code from}
     * @param from where the bytes that were read begin
     * @param to where they end
     * @return where what may pass ends
     */
    int pass(byte[] bytes, int into, int from, int to) {
        int end = into;
        int next = from;
        while (next < to && !shut) {
            if (bodyLeft > 0) {
                int count = (int) Math.min(bodyLeft, to - next);
                System.arraycopy(bytes, next, bytes, end, count);
                next += count;
                end += count;
                bodyLeft -= count;
                // §5.5.1: behind a close frame nothing counts.
                shut = closing && bodyLeft == 0;
            } else {
                header[headerBytes++] = bytes[next++];
                broken = check();
                if (broken != null) {
                    shut = true;
                } else if (headerBytes == headerLength()) {
                    System.arraycopy(header, 0, bytes, end, headerBytes);
                    end += headerBytes;
                    headerBytes = 0;
                }
            }
        }
        return end;
    }

    private FrameRule check() {
        if (headerBytes == 1) {
            return checkFirstByte();
        }
        if (headerBytes == 2) {
            if ((header[1] & 0x80) == 0) {
                return FrameRule.UNMASKED;
            }
            if (isControl() && shortLength() > 125) {
                return FrameRule.LONG_CONTROL;
            }
        }
        return headerBytes == headerLength() ? checkWhole() : null;
    }

    private FrameRule checkFirstByte() {
        int opcode = opcode();
        boolean mayBeMarked = deflating && (opcode == TEXT || opcode == BINARY);
        if ((header[0] & (mayBeMarked ? 0x30 : 0x70)) != 0) {
            return FrameRule.RESERVED_BITS;
        }
        if (opcode > BINARY && opcode < CLOSE || opcode > PONG) {
            return FrameRule.RESERVED_OPCODE;
        }
        if (isControl()) {
            return isFinal() ? null : FrameRule.FRAGMENTED_CONTROL;
        }
        if (opcode == CONTINUATION) {
            return inMessage ? null : FrameRule.NOTHING_TO_CONTINUE;
        }
        return inMessage ? FrameRule.INTERRUPTED_MESSAGE : null;
    }

    private FrameRule checkWhole() {
        long length = length();
        if (length < 0 || shortLength() == 126 && length < 126 || shortLength() == 127 && length <= 0xFFFF) {
            return FrameRule.BAD_LENGTH;
        }
        if (isControl()) {
            closing = opcode() == CLOSE;
            return follow(length, !closing);
        }
        // Not added, for the sum of two lengths may be none.
        if (length > maxMessageBytes - messageBytes) {
            return FrameRule.TOO_BIG;
        }
        inMessage = !isFinal();
        messageBytes = inMessage ? messageBytes + length : 0;
        return follow(length, inMessage && length == 0);
    }

    private FrameRule follow(long length, boolean idle) {
        bodyLeft = MASK_BYTES + length;
        if (!idle) {
            return null;
        }
        long now = nanoTime.getAsLong();
        if (now - windowBegan > WINDOW_NANOS) {
            windowBegan = now;
            idleFrames = 0;
        }
        return ++idleFrames > maxIdleFrames ? FrameRule.FLOOD : null;
    }

    private boolean isFinal() {
        return (header[0] & 0x80) != 0;
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isControl() {
        return opcode() >= CLOSE;
    }

    private int shortLength() {
        return header[1] & 0x7F;
    }

    /** How long the header is that began with these bytes, without its mask. */
    private int headerLength() {
        if (headerBytes < 2) {
            return 2;
        }
        return shortLength() < 126 ? 2 : shortLength() == 126 ? 4 : LONGEST_HEADER;
    }

    /** Negative where the highest bit is set. */
    private long length() {
        if (shortLength() < 126) {
            return shortLength();
        }
        long length = 0;
        for (int i = 2; i < headerBytes; i++) {
            length = length << 8 | header[i] & 0xFF;
        }
        return length;
    }
}
