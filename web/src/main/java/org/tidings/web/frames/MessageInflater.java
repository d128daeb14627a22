package org.tidings.web.frames;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Takes one client's frames whose headers were found right, and gives back the same without compression: a deflated message (RFC
 * 7692 §7.2.2), whole or in fragments, becomes one frame; all else passes as it is. Each message stands for itself, so between two of
 * them nothing is kept. Confined to one thread at a time.
 */
final class MessageInflater {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int OPCODE = 0x0F;
    private static final int FIRST_CONTROL = 0x8;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LONGEST_HEADER = 14;
    private static final int CHUNK = 4_096;

    /** What a sender takes from the end of each message (§7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final long maxMessageBytes;

    /** What is known of the header of the next frame, its mask included. */
    private final byte[] header = new byte[LONGEST_HEADER];

    private int headerBytes;
    /** Of the payload whose header is known. */
    private long payloadLeft;
    /** Of the payload that has come: where in the mask it goes on. */
    private int maskAt;
    /** Whether the payload is part of a deflated message. */
    private boolean collecting;
    /** Deflated, unmasked; null while no deflated message is under way. */
    private ByteArrayOutputStream deflated;
    /** Of the deflated message that is under way. */
    private int opcode;

    /** @param maxMessageBytes longest message once it is inflated */
    MessageInflater(long maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Takes what came.
     *
     * @param out gets what passes
     * @return the rule that a message broke, after which nothing is taken any more; null for none
     */
    FrameRule take(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
        int next = from;
        while (next < to) {
            if (payloadLeft > 0) {
                int count = (int) Math.min(payloadLeft, to - next);
                payload(bytes, next, count, out);
                next += count;
                payloadLeft -= count;
            } else {
                header[headerBytes++] = bytes[next++];
                if (headerBytes < 2 || headerBytes < headerLength()) {
                    continue;
                }
                begin(out);
            }
            if (payloadLeft == 0) {
                FrameRule broken = end(out);
                if (broken != null) {
                    return broken;
                }
            }
        }
        return null;
    }

    private void begin(ByteArrayOutputStream out) {
        payloadLeft = length();
        maskAt = 0;
        boolean data = (header[0] & OPCODE) < FIRST_CONTROL;
        if (data && (header[0] & RSV1) != 0) {
            deflated = new ByteArrayOutputStream((int) Math.min(payloadLeft, CHUNK));
            opcode = header[0] & OPCODE;
        }
        collecting = data && deflated != null;
        if (!collecting) {
            out.write(header, 0, headerBytes);
        }
    }

    private void payload(byte[] bytes, int from, int count, ByteArrayOutputStream out) {
        if (!collecting) {
            out.write(bytes, from, count);
            return;
        }
        int mask = headerBytes - MASK_BYTES;
        byte[] unmasked = new byte[count];
        for (int i = 0; i < count; i++) {
            unmasked[i] = (byte) (bytes[from + i] ^ header[mask + (maskAt++ & 3)]);
        }
        deflated.writeBytes(unmasked);
    }

    private FrameRule end(ByteArrayOutputStream out) {
        boolean whole = collecting && (header[0] & FIN) != 0;
        headerBytes = 0;
        if (!whole) {
            return null;
        }
        deflated.writeBytes(TAIL);
        byte[] message = deflated.toByteArray();
        deflated = null;
        return inflate(message, out);
    }

    private FrameRule inflate(byte[] message, ByteArrayOutputStream out) {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream inflated = new ByteArrayOutputStream(message.length * 2);
            byte[] chunk = new byte[CHUNK];
            inflater.setInput(message);
            for (; ; ) {
                int count = inflater.inflate(chunk);
                // Before any of it is kept: 64 KB can become 64 MB.
                if (count > maxMessageBytes - inflated.size()) {
                    return FrameRule.TOO_BIG;
                }
                inflated.write(chunk, 0, count);
                if (inflater.finished() && inflater.getRemaining() > 0) {
                    // A last block need not be the last (§7.2.3.4).
                    int left = inflater.getRemaining();
                    inflater.reset();
                    inflater.setInput(message, message.length - left, left);
                } else if (count == 0) {
                    break;
                }
            }
            if (inflater.needsDictionary()) {
                return FrameRule.BAD_COMPRESSION;
            }
            frame(inflated, out);
            return null;
        } catch (DataFormatException e) {
            return FrameRule.BAD_COMPRESSION;
        } finally {
            inflater.end();
        }
    }

    /** As a client would have sent it, its mask all zero. */
    private void frame(ByteArrayOutputStream payload, ByteArrayOutputStream out) {
        int length = payload.size();
        out.write(FIN | opcode);
        if (length <= 125) {
            out.write(MASKED | length);
        } else if (length <= 0xFFFF) {
            out.write(MASKED | 126);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(MASKED | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) length >> shift));
            }
        }
        out.write(0);
        out.write(0);
        out.write(0);
        out.write(0);
        out.writeBytes(payload.toByteArray());
    }

    private int shortLength() {
        return header[1] & 0x7F;
    }

    private int headerLength() {
        int extended = shortLength() < 126 ? 0 : shortLength() == 126 ? 2 : 8;
        return 2 + extended + MASK_BYTES;
    }

    private long length() {
        if (shortLength() < 126) {
            return shortLength();
        }
        long length = 0;
        for (int i = 2; i < headerBytes - MASK_BYTES; i++) {
            length = length << 8 | header[i] & 0xFF;
        }
        return length;
    }
}
