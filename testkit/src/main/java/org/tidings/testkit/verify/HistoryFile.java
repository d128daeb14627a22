package org.tidings.testkit.verify;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A whole history as lines of text, for people: seconds since its begin, what happened, to whom, where. Compressed, as a
 * long run has millions. Guarded by its user.
 */
final class HistoryFile {

    private final Path path;
    private final BufferedWriter writer;
    private final long beginNanos = System.nanoTime();
    private boolean closed;

    HistoryFile(Path path) {
        this.path = path;
        try {
            writer = new BufferedWriter(
                    new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(path)), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("no history can be written to " + path, e);
        }
    }

    void line(String what) {
        if (closed) {
            return;
        }
        try {
            long micros = (System.nanoTime() - beginNanos) / 1_000;
            writer.append(String.format("%d.%06d ", micros / 1_000_000, micros % 1_000_000))
                    .append(what)
                    .append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be written to " + path, e);
        }
    }

    /** Nothing is written behind this. */
    void close() {
        try {
            closed = true;
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
