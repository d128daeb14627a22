package org.tidings.client.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads lines of bounded length, whatever stdin brings. Confined to one thread. */
final class LineSource {

    /** Longer than any frame could carry. */
    private static final int MAX_BYTES = 1 << 20;

    private final InputStream in;
    private long number;

    /**
     * A line.
     *
     * @param number counted from 1
     * @param text null if there is something wrong with it
     * @param problem what is, or null
     */
    record Line(long number, String text, String problem) {}

    LineSource(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** @return null at the end */
    Line next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        for (int each = first; each >= 0 && each != '\n'; each = in.read()) {
            if (line.size() < MAX_BYTES) {
                line.write(each);
            } else {
                tooLong = true;
            }
        }
        return tooLong ? new Line(number, null, "longer than " + MAX_BYTES + " bytes") : decode(line);
    }

    private Line decode(ByteArrayOutputStream line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            return new Line(number, text, null);
        } catch (CharacterCodingException notUtf8) {
            return new Line(number, null, "not UTF-8");
        }
    }
}
