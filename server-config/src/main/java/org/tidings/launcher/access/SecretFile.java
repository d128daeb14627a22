package org.tidings.launcher.access;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A file that its owner alone can read, with one random password in it, made by whoever comes first. Processes that share the folder
 * share it, also when they start at the same moment. Stateless.
 */
public final class SecretFile {
    private static final int BYTES = 32;

    private SecretFile() {}

    /** @throws IOException if it cannot be read or made, or is empty; its message is fit for the user */
    public static String openOrCreate(Path file) throws IOException {
        try {
            return read(file);
        } catch (NoSuchFileException absent) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            create(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            return read(file);
        }
    }

    /** The first line. */
    static String read(Path file) throws IOException {
        String password = Files.readString(file).lines().findFirst().orElse("").strip();
        if (password.isEmpty()) {
            throw new IOException(file + " holds no password; remove it to have a new one made");
        }
        return password;
    }

    /** Complete before it gets its name, and the name is given only once: no one ever reads half of it. */
    private static void create(Path file, String text) throws IOException {
        Path draft = draft(file, text);
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException slower) {
            // Then the other's is the one.
            return;
        } catch (UnsupportedOperationException noLinks) {
            if (!Files.exists(file)) {
                Files.move(draft, file);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Puts text into a file of this kind, in place of what is there, as a whole. */
    static void replace(Path file, String text) throws IOException {
        Files.move(draft(file, text), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path draft(Path file, String text) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerAlone = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".secret", null, ownerAlone);
        Files.writeString(draft, text);
        return draft;
    }
}
