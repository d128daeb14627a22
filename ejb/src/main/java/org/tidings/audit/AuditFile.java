package org.tidings.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The newest file of a trail, open for appending. A file that is full ends with a record {@code rotated}, and the next begins with
 * one that follows it. Where a crash left half a line, that stays as it is, and the next record, {@code torn}, tells of it.
 * Confined to one thread.
 */
final class AuditFile implements AuditSink {
    private static final String PREFIX = "audit-";
    private static final String SUFFIX = ".ndjson";

    private final Path directory;
    private final String instance;
    private final long maxBytes;
    private final boolean sync;

    private Path file;
    private FileChannel channel;
    private AuditChain chain;

    private AuditFile(Path directory, String instance, long maxBytes, boolean sync) {
        this.directory = directory;
        this.instance = instance;
        this.maxBytes = maxBytes;
        this.sync = sync;
    }

    /** Goes on where the trail in the directory ends, or begins one. */
    static AuditFile open(Path directory, String instance, long maxBytes, boolean sync) throws IOException {
        AuditFile trail = new AuditFile(directory, instance, maxBytes, sync);
        Files.createDirectories(directory);
        trail.resume();
        return trail;
    }

    /** On return it is with the operating system, or on the disk. */
    @Override
    public void append(List<AuditEvent> events) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (AuditEvent event : events) {
            lines.append(line(event));
        }
        write(lines.toString());
        if (channel.size() >= maxBytes) {
            rotate();
        }
    }

    @Override
    public String head() {
        return file.getFileName() + ", " + chain.head();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void resume() throws IOException {
        List<Path> files = files(directory);
        if (files.isEmpty()) {
            chain = new AuditChain(instance, null, 0, AuditLine.BEGINNING);
            create(1);
            write(line(AuditEvent.of("begun")));
            return;
        }
        file = files.get(files.size() - 1);
        Ending ending = Ending.of(file);
        if (ending.record() == null && files.size() > 1) {
            // Not even its first line was finished.
            Ending before = Ending.of(files.get(files.size() - 2));
            ending = new Ending(before.record(), ending.torn());
        }
        chain = new AuditChain(
                instance,
                null,
                ending.record() == null ? 0 : ending.record().number(),
                ending.record() == null ? AuditLine.BEGINNING : ending.record().hash());
        openForAppending();
        if (ending.torn().length > 0) {
            write("\n"
                    + line(AuditEvent.of("torn")
                            .with("bytes", ending.torn().length)
                            .with("digest", AuditLine.hashOf(ending.torn()))));
        } else if (ending.record() != null && ending.record().event().equals("rotated")) {
            create(numberOf(file) + 1);
        }
        write(line(AuditEvent.of("begun")));
    }

    private void rotate() throws IOException {
        write(line(AuditEvent.of("rotated")));
        channel.force(true);
        channel.close();
        create(numberOf(file) + 1);
        write(line(AuditEvent.of("continued")));
    }

    private void create(int fileNumber) throws IOException {
        if (channel != null) {
            channel.close();
        }
        file = directory.resolve(String.format("%s%06d%s", PREFIX, fileNumber, SUFFIX));
        openForAppending();
    }

    private void openForAppending() throws IOException {
        channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private String line(AuditEvent event) {
        return chain.line(event) + "\n";
    }

    private void write(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (sync) {
            channel.force(false);
        }
    }

    /** The trail's files, oldest first. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(path ->
                            path.getFileName().toString().matches(PREFIX + "\\d{6,}" + SUFFIX.replace(".", "\\.")))
                    .sorted()
                    .toList();
        }
    }

    private static int numberOf(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    }

    /**
     * How a file ends.
     *
     * @param record its last whole record; null where it has none
     * @param torn what stands behind that
     */
    private record Ending(AuditLine record, byte[] torn) {
        /** No record is longer: names are bounded. */
        private static final int TAIL_BYTES = 1 << 16;

        static Ending of(Path file) throws IOException {
            try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
                long from = Math.max(0, opened.length() - TAIL_BYTES);
                byte[] tail = new byte[(int) (opened.length() - from)];
                opened.seek(from);
                opened.readFully(tail);
                int end = lastLineFeed(tail, tail.length) + 1;
                byte[] torn = Arrays.copyOfRange(tail, end, tail.length);
                while (end > 0) {
                    int start = lastLineFeed(tail, end - 1) + 1;
                    AuditLine line = AuditLine.parse(new String(tail, start, end - 1 - start, StandardCharsets.UTF_8));
                    if (line != null) {
                        return new Ending(line, torn);
                    }
                    end = start;
                }
                return new Ending(null, torn);
            }
        }

        private static int lastLineFeed(byte[] bytes, int before) {
            int at = before - 1;
            while (at >= 0 && bytes[at] != '\n') {
                at--;
            }
            return at;
        }
    }
}
