package org.tidings.launcher.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * Tells whether a journal is the one that was here last. Every start gives it a new name, which is kept in the journal's folder and
 * beside it: a backup holds the name of its own time. Used by the thread that starts the broker.
 *
 * <p>A backup of a running broker has the present name until the next start, and so is not told from the journal itself.
 */
final class JournalGeneration {
    private static final String NAME = "generation";

    private final Path inside;
    private final Path beside;
    private final Path messages;

    JournalGeneration(Path journal) {
        inside = journal.resolve(NAME);
        beside = journal.resolveSibling(journal.getFileName() + "." + NAME);
        messages = journal.resolve("messages");
    }

    /** Whether an older journal, or another's, was put here since the last start. False where neither place has a name. */
    boolean replaced() throws IOException {
        List<String> expected = read(beside);
        List<String> found = read(inside);
        if (found.isEmpty()) {
            // A lost journal is a new log; one without a name, of a time before there were names, is an old one.
            return !expected.isEmpty() && Files.exists(messages);
        }
        return !expected.contains(found.get(0));
    }

    /** Gives the journal its next name. Whatever is interrupted in between, the names still fit. */
    void renew() throws IOException {
        String next = UUID.randomUUID().toString();
        List<String> found = read(inside);
        write(beside, found.isEmpty() ? next : next + "\n" + found.get(0));
        write(inside, next);
        write(beside, next);
    }

    private static List<String> read(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.getParent());
        Files.write(
                whole,
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
