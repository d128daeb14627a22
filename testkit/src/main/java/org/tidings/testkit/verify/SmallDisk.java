package org.tidings.testkit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system of its own in a folder, in memory, small enough to be filled. Only root may make one. */
final class SmallDisk implements AutoCloseable {

    /** The broker wants 256 MiB to stay free; what it writes in a run is some tens. */
    private static final String SIZE = "size=512m";

    private final Path folder;
    private final boolean mounted;

    /** Where it cannot be made, the folder stays what it is. */
    SmallDisk(Path folder) {
        this.folder = folder;
        this.mounted = obstacle().isEmpty() && mount(folder);
    }

    /** Why none can be made here, if so: found out by making one. */
    static Optional<String> obstacle() {
        try {
            Path trial = Files.createTempDirectory("tidings-small-disk-");
            boolean mounts = mount(trial);
            if (mounts) {
                run("umount", trial.toString());
            }
            Files.delete(trial);
            return mounts ? Optional.empty() : Optional.of("only root may mount a tmpfs");
        } catch (IOException e) {
            return Optional.of("no folder to mount a tmpfs on: " + e.getMessage());
        }
    }

    private static boolean mount(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** After whoever uses it has ended. */
    @Override
    public void close() {
        if (mounted) {
            run("umount", folder.toString());
        }
    }
}
