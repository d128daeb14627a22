package org.tidings.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder given with {@code --data}, and who may use what in it:
 *
 * <pre>
 * journal/            the broker's journal, of one process at a time
 * broker/             log and unpacked libraries of the process that is a broker alone
 * instances/NAME/     one instance's log, unpacked server and scratch files, of one process at a time
 * development-*       the development keys, shared
 * </pre>
 *
 * Locks are held by the operating system for as long as the process lives: a kill -9 leaves none behind.
 */
final class DataDirectory {
    private final Path root;

    /** Open until the process ends: closing a channel gives up its lock. Confined to the main thread. */
    private final List<FileChannel> locked = new ArrayList<>();

    private DataDirectory(Path root) {
        this.root = root;
    }

    /** @throws StartFailure when it cannot be made or written to */
    static DataDirectory open(Path path) throws StartFailure {
        return new DataDirectory(writable("--data", path));
    }

    /**
     * Makes a folder where it is missing and finds out, by writing, that it can be written to.
     *
     * @param option the option that chooses another
     */
    static Path writable(String option, Path path) throws StartFailure {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            Files.delete(Files.createTempFile(absolute, ".writable", null));
            return absolute;
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot write to the directory " + absolute + " (" + e
                            + "): make it writable, or choose another with " + option,
                    e);
        }
    }

    Path root() {
        return root;
    }

    /** The journal's folder, locked for this process. */
    Path claimJournal() throws StartFailure {
        Path journal = writable("--data", root.resolve("journal"));
        lock(
                journal.resolve("lock"),
                "another process runs a broker on the journal " + journal
                        + ": stop it, use its broker with --broker, or choose another directory with --data");
        return journal;
    }

    /** The folder of one instance, locked for this process. */
    WorkDirectory claimInstance(String name) throws StartFailure {
        Path instance = writable("--data", root.resolve("instances").resolve(name));
        lock(
                instance.resolve("lock"),
                "an instance named " + name + " already runs on " + root
                        + ": stop it, or choose another name with --instance or another directory with --data");
        return WorkDirectory.prepare(instance);
    }

    private void lock(Path file, String taken) throws StartFailure {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new StartFailure(taken);
            }
            locked.add(channel);
        } catch (OverlappingFileLockException e) {
            throw new StartFailure(taken, e);
        } catch (IOException e) {
            throw new StartFailure("cannot lock " + file + " (" + e + "): choose another directory with --data", e);
        }
    }
}
