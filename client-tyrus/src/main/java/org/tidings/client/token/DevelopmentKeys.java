package org.tidings.client.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/**
 * The ES256 key pair of a folder, made there by whoever comes first. Immutable. Processes that share the folder share
 * the pair, also when they start at the same moment.
 */
public final class DevelopmentKeys {

    /** The issuer of every token signed with development keys. */
    public static final String ISSUER = "tidings-development";

    private static final String PRIVATE_FILE = "development-private.jwk";
    private static final String PUBLIC_FILE = "development-public.jwks";

    private final Path folder;
    private final ECKey key;
    private final boolean created;

    private DevelopmentKeys(Path folder, ECKey key, boolean created) {
        this.folder = folder;
        this.key = key;
        this.created = created;
    }

    /**
     * Reads the folder's keys, or makes them; the folder too.
     *
     * @throws IOException if the folder cannot be read or written, or holds something that is no key; its message is fit
     *     for the user
     */
    public static DevelopmentKeys openOrCreate(Path folder) throws IOException {
        Path privateFile = folder.resolve(PRIVATE_FILE);
        boolean created = false;
        ECKey key = read(privateFile);
        if (key == null) {
            Files.createDirectories(folder);
            created = create(privateFile);
            key = read(privateFile);
            if (key == null) {
                throw new IOException("the keys in " + folder + " were taken away while they were made");
            }
        }
        publish(folder.resolve(PUBLIC_FILE), key);
        return new DevelopmentKeys(folder, key, created);
    }

    /** Whether this call made them. */
    public boolean created() {
        return created;
    }

    public Path folder() {
        return folder;
    }

    /** The public key as a JSON Web Key Set, for {@code mp.jwt.verify.publickey.location}. */
    public Path publicKeys() {
        return folder.resolve(PUBLIC_FILE);
    }

    ECKey key() {
        return key;
    }

    /** @return null if there is no such file */
    private static ECKey read(Path file) throws IOException {
        try {
            return ECKey.parse(Files.readString(file));
        } catch (NoSuchFileException absent) {
            return null;
        } catch (ParseException broken) {
            throw new IOException(file + " holds no key; remove it to have a new one made", broken);
        }
    }

    /** @return false if another process was faster: then its key is the one */
    private static boolean create(Path file) throws IOException {
        ECKey fresh;
        try {
            fresh = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException noElliptic) {
            throw new IOException("this Java cannot make ES256 keys", noElliptic);
        }
        // Complete before it gets its name, and the name is given only once: no one ever reads half a key.
        Path draft =
                Files.createTempFile(file.toAbsolutePath().getParent(), ".key", null, permissions(file, "rw-------"));
        try {
            Files.writeString(draft, fresh.toJSONString());
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException slower) {
            return false;
        } catch (UnsupportedOperationException noLinks) {
            return moveWithoutReplacing(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** On file systems without links: not atomic against a second process, but never half a key. */
    private static boolean moveWithoutReplacing(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file);
            return true;
        } catch (FileAlreadyExistsException slower) {
            return false;
        }
    }

    /** The public file follows from the private one, so writing it again and again is harmless. */
    private static void publish(Path file, ECKey key) throws IOException {
        String keySet = new JWKSet(key.toPublicJWK()).toString();
        if (Files.exists(file) && Files.readString(file).equals(keySet)) {
            return;
        }
        Path draft =
                Files.createTempFile(file.toAbsolutePath().getParent(), ".keys", null, permissions(file, "rw-r--r--"));
        Files.writeString(draft, keySet);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] permissions(Path file, String posixPermissions) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posixPermissions))
                }
                : new FileAttribute<?>[0];
    }
}
