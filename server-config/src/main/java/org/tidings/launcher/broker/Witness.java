package org.tidings.launcher.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a third place says about a pair of brokers: which of them holds the newest journal. A folder that both reach, in which each
 * change adds a file under the next number.
 *
 * <p>A file appears whole and only once, by a hard link: of two brokers that write at the same time one fails, also over NFS, and also
 * where the other's listing of the folder is an old one. Thread-safe.
 */
final class Witness {

    /** Far more than there can be changes while somebody believes an old listing. */
    private static final int KEPT = 1_000;

    private final Path folder;
    private final String subject;

    /** @param subject what is witnessed, part of the files' names */
    Witness(Path folder, String subject) {
        this.folder = folder;
        this.subject = subject;
    }

    /**
     * One state of things.
     *
     * @param number counts the changes; 0 before the first
     * @param sequence of the newest journal, as Artemis counts activations; negative while one is under way
     * @param holder the broker that holds it, empty for none yet
     * @param id of this one file
     */
    record Testimony(long number, long sequence, String holder, String id) {

        static final Testimony NONE = new Testimony(0, 0, "", "");

        Testimony next(long nextSequence, String nextHolder) {
            return new Testimony(
                    number + 1, nextSequence, nextHolder, UUID.randomUUID().toString());
        }
    }

    /** @throws IOException when the folder is out of reach */
    Testimony read() throws IOException {
        long newest = newest();
        if (newest == 0) {
            return Testimony.NONE;
        }
        List<String> lines = Files.readAllLines(file(newest));
        return new Testimony(newest, Long.parseLong(lines.get(0)), lines.get(1), lines.get(2));
    }

    /**
     * Adds what follows on the state that was read.
     *
     * @return false when something else followed on it before
     * @throws IOException when it is unknown whether it was added
     */
    boolean add(Testimony next) throws IOException {
        Path draft = folder.resolve(subject + "." + next.id() + ".draft");
        try {
            write(draft, String.join("\n", Long.toString(next.sequence()), next.holder(), next.id()) + "\n");
            Files.createLink(file(next.number()), draft);
            sync(folder);
        } catch (FileAlreadyExistsException e) {
            // Over a network a link is made, its answer lost, and made again.
            return Files.readAllLines(file(next.number())).contains(next.id());
        } finally {
            Files.deleteIfExists(draft);
        }
        Files.deleteIfExists(file(next.number() - KEPT));
        return true;
    }

    private long newest() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(subject + ".") && !name.endsWith(".draft"))
                    .mapToLong(name -> Long.parseLong(name.substring(subject.length() + 1)))
                    .max()
                    .orElse(0);
        }
    }

    private Path file(long number) {
        return folder.resolve(subject + "." + number);
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
