package org.tidings.launcher;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Remembers the first failure that the server logs. It reports an application that does not start to its log alone, and goes on
 * without. Named in the logging configuration, which makes the one instance; any thread may log.
 */
public final class BootFailures extends Handler {
    private static final AtomicReference<String> FIRST = new AtomicReference<>();

    /** For java.util.logging. */
    public BootFailures() {
        setLevel(Level.SEVERE);
    }

    /** What went wrong at the bottom of it, if anything was logged. */
    static Optional<String> first() {
        return Optional.ofNullable(FIRST.get());
    }

    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry) && entry.getThrown() != null) {
            FIRST.compareAndSet(null, rootMessage(entry.getThrown()));
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
