package org.tidings.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one process keeps on disk beside the journal: its log, what it unpacks, scratch files. Only the log is needed after the process
 * has ended, so a fixed place that each start cleans beats a temporary folder, where every kill -9 would leave 130 MB behind.
 */
record WorkDirectory(Path log, Path runtime, Path scratch) {

    /** Makes the folder ready for a start: no configuration, application or scratch file of the previous run is left. */
    static WorkDirectory prepare(Path root) throws StartFailure {
        WorkDirectory directory = new WorkDirectory(root.resolve("log"), root.resolve("runtime"), root.resolve("tmp"));
        try {
            delete(directory.runtime);
            delete(directory.scratch);
            for (Path path : List.of(directory.log, directory.runtime, directory.scratch)) {
                Files.createDirectories(path);
            }
            return directory;
        } catch (IOException | UncheckedIOException e) {
            throw new StartFailure("cannot prepare " + root + " (" + e + "): choose another directory with --data", e);
        }
    }

    /** Writes a small file for the server to read. */
    Path write(String name, String content) throws StartFailure {
        Path file = scratch.resolve(name);
        try {
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new StartFailure("cannot write " + file + " (" + e + "): choose another directory with --data", e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
