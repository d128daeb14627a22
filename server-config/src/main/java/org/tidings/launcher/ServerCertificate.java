package org.tidings.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that the server shows: that of the files of the moment. They are looked at every second; new ones hold for
 * connections that begin from then on. Where they are not usable, or only one of the two is new yet, the last good ones
 * hold. Thread-safe.
 */
final class ServerCertificate {
    private static final Logger LOG = System.getLogger(ServerCertificate.class.getName());
    private static final long LOOK_MILLIS = 1_000;

    private final Path certificates;
    private final Path key;
    private volatile PemFiles.Identity identity;
    /** What the files looked like when they were last read. Confined to one thread at a time. */
    private List<String> looks;

    private ServerCertificate(Path certificates, Path key) throws StartFailure {
        this.certificates = certificates.toAbsolutePath();
        this.key = key.toAbsolutePath();
        this.looks = looks();
        this.identity = PemFiles.read(certificates, key);
    }

    /** @throws StartFailure where the two files are not a certificate and its key */
    static ServerCertificate of(Path certificates, Path key) throws StartFailure {
        return new ServerCertificate(certificates, key);
    }

    /**
     * Empty where neither is named: then everything goes in the clear.
     *
     * @throws StartFailure likewise, and where one is missing or the certificate has expired
     */
    static Optional<ServerCertificate> ofBoth(Path certificates, Path key) throws StartFailure {
        if (certificates == null && key == null) {
            return Optional.empty();
        }
        if (certificates == null || key == null) {
            throw new StartFailure("--tls-cert and --tls-key belong together: name both");
        }
        ServerCertificate certificate = of(certificates, key);
        if (certificate.end().isBefore(Instant.now())) {
            throw new StartFailure("the certificate in " + certificates + " has expired: name another with --tls-cert");
        }
        return Optional.of(certificate);
    }

    PemFiles.Identity identity() {
        return identity;
    }

    /** Until when the certificate is good. */
    Instant end() {
        X509Certificate own = identity.chain().get(0);
        return own.getNotAfter().toInstant();
    }

    /** Begins to look after the files, on a thread of its own that does not keep the process alive. */
    void follow() {
        Thread thread = new Thread(this::lookAfter, "tidings-certificate");
        thread.setDaemon(true);
        thread.start();
    }

    private void lookAfter() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                reloadIfChanged();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    void reloadIfChanged() {
        List<String> now = looks();
        if (now.equals(looks)) {
            return;
        }
        looks = now;
        try {
            identity = PemFiles.read(certificates, key);
            LOG.log(Level.INFO, "the certificate was replaced; the new one is good until {0}", end());
        } catch (StartFailure unusable) {
            LOG.log(Level.WARNING, "the certificate was not replaced: {0}", unusable.getMessage());
        }
    }

    /** Follows links, as those that a certificate is often replaced by. */
    private List<String> looks() {
        return List.of(look(certificates), look(key));
    }

    private static String look(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }
}
