package org.tidings.testkit.peer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What every published text begins with, so that a delivery is found among any peer's framing without parsing it:
 * {@code ~P} + stream (4 digits) + {@code N} + number (12 digits) + {@code T} + due time (19 digits) + {@code ~}. A stream is
 * what one publisher sends to one channel; its numbers count from 0. The due time is {@link System#nanoTime()} of the moment
 * when the publish had to happen, also where the generator fell behind.
 */
public final class Marker {

    /** Bytes of a marker. */
    public static final int LENGTH = 40;

    /** Bytes of a published text, unless a scenario says otherwise. */
    public static final int TEXT_BYTES = 128;

    private static final int STREAM = 2;
    private static final int NUMBER = 7;
    private static final int DUE = 20;
    private static final int STREAM_DIGITS = 4;
    private static final int NUMBER_DIGITS = 12;
    private static final int DUE_DIGITS = 19;
    private static final byte FILLER = '.';

    private Marker() {}

    /** A text that begins with a marker. */
    public static byte[] text(int bytes, int stream, long number, long due) {
        byte[] text = new byte[bytes];
        Arrays.fill(text, FILLER);
        text[0] = '~';
        text[1] = 'P';
        text[NUMBER - 1] = 'N';
        text[DUE - 1] = 'T';
        text[LENGTH - 1] = '~';
        digits(text, STREAM, STREAM_DIGITS, stream);
        digits(text, NUMBER, NUMBER_DIGITS, number);
        digits(text, DUE, DUE_DIGITS, due);
        return text;
    }

    private static void digits(byte[] text, int from, int count, long value) {
        long rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Whether a marker stands here; the buffer must hold {@link #LENGTH} bytes from there. */
    public static boolean at(ByteBuffer bytes, int index) {
        return bytes.get(index) == '~'
                && bytes.get(index + 1) == 'P'
                && bytes.get(index + NUMBER - 1) == 'N'
                && bytes.get(index + DUE - 1) == 'T'
                && bytes.get(index + LENGTH - 1) == '~';
    }

    public static int stream(ByteBuffer bytes, int marker) {
        return (int) value(bytes, marker + STREAM, STREAM_DIGITS);
    }

    public static long number(ByteBuffer bytes, int marker) {
        return value(bytes, marker + NUMBER, NUMBER_DIGITS);
    }

    public static long due(ByteBuffer bytes, int marker) {
        return value(bytes, marker + DUE, DUE_DIGITS);
    }

    private static long value(ByteBuffer bytes, int from, int digits) {
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + bytes.get(i) - '0';
        }
        return value;
    }
}
