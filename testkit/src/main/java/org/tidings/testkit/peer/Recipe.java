package org.tidings.testkit.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How a peer is made: files that the testkit contains, and a command that fetches and builds the rest beside them. It is
 * made once, in a folder of the user's cache whose name changes with the files.
 *
 * @param name of the folder of its files below {@code peers}
 * @param files paths within it
 * @param tool what makes it
 * @param arguments of the tool, run in the folder
 */
record Recipe(String name, List<String> files, Tool tool, List<String> arguments) {

    /** Where peers are kept, if not in the user's cache. */
    static final String CACHE_VARIABLE = "TIDINGS_PEERS_CACHE";

    private static final String MADE = "made";
    private static final int LAST_LINES = 15;

    /** The folder in which it is ready to be run. Two processes that want it at once make it once. */
    Path made() throws IOException, InterruptedException, PeerUnavailable {
        Path folder = cache().resolve(name + "-" + fingerprint());
        if (!Files.exists(folder.resolve(MADE))) {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(folder.resolve(MADE))) {
                    make(folder);
                    Files.createFile(folder.resolve(MADE));
                }
            }
        }
        return folder;
    }

    private void make(Path folder) throws IOException, InterruptedException, PeerUnavailable {
        List<String> command = new ArrayList<>(List.of(tool.path()));
        command.addAll(arguments);
        for (String file : files) {
            Path copy = folder.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.write(copy, read(file));
        }
        System.err.println("tidings: fetching and building " + name + ", once");
        Path log = folder.resolve("making.log");
        Process making = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        making.getOutputStream().close();
        try {
            if (making.waitFor() != 0) {
                List<String> lines = Files.readAllLines(log);
                throw new PeerUnavailable("'" + String.join(" ", command) + "' ended with " + making.exitValue()
                        + ", see " + log + "\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
            }
        } finally {
            making.destroy();
        }
    }

    /** Of its files and of how they are used, so that what an older testkit made is not taken for it. */
    private String fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(arguments.toString().getBytes(StandardCharsets.UTF_8));
            for (String file : files) {
                digest.update(read(file));
            }
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 6));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private byte[] read(String file) throws IOException {
        String resource = "/peers/" + name + "/" + file;
        try (InputStream in = Recipe.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the testkit lacks " + resource);
            }
            return in.readAllBytes();
        }
    }

    private static Path cache() {
        String said = System.getenv(CACHE_VARIABLE);
        if (said != null) {
            return Path.of(said).toAbsolutePath();
        }
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("tidings")
                .resolve("peers");
    }
}
