package org.tidings.envelope;

import java.io.Reader;

/** Reads a text without locks and knows whether its reader asked for more than there is. Confined to one thread. */
final class TextReader extends Reader {

    private final String text;
    private int position;
    private boolean exhausted;

    TextReader(String text) {
        this.text = text;
    }

    /** Whether characters behind the last one were asked for. */
    boolean exhausted() {
        return exhausted;
    }

    @Override
    public int read(char[] target, int offset, int length) {
        int count = Math.min(length, text.length() - position);
        if (count == 0 && length > 0) {
            exhausted = true;
            return -1;
        }
        text.getChars(position, position + count, target, offset);
        position += count;
        return count;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
