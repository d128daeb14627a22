package org.tidings.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.testkit.CertificateFiles;

/** A certificate that is renewed while the server runs leaves it with none, or with one that its key does not fit. */
class CertificateIsReplacedTest {

    @TempDir
    private Path folder;

    @Test
    void byAnotherOnceBothFilesAreThere() throws StartFailure, IOException {
        CertificateFiles files = CertificateFiles.make(folder, "one", "EC");
        CertificateFiles others = CertificateFiles.make(folder, "two", "RSA");
        ServerCertificate shown = ServerCertificate.of(files.certificate(), files.key());
        assertThat(name(shown)).isEqualTo("CN=one");

        Files.copy(others.key(), replaced(files.key()));
        shown.reloadIfChanged();
        assertThat(name(shown)).isEqualTo("CN=one");
        Files.copy(others.certificate(), replaced(files.certificate()));
        shown.reloadIfChanged();
        assertThat(name(shown)).isEqualTo("CN=two");
        assertThat(shown.identity().key().getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void byNothingWhereTheNewOneIsNotUsable() throws StartFailure, IOException {
        CertificateFiles files = CertificateFiles.make(folder, "one", "EC");
        ServerCertificate shown = ServerCertificate.of(files.certificate(), files.key());
        Files.writeString(files.certificate(), "rubbish");
        shown.reloadIfChanged();
        assertThat(name(shown)).isEqualTo("CN=one");
        Files.delete(files.certificate());
        shown.reloadIfChanged();
        assertThat(name(shown)).isEqualTo("CN=one");
    }

    @Test
    void mistakesAreNamedBeforeTheServerBoots() throws IOException {
        CertificateFiles files = CertificateFiles.make(folder, "one", "EC");
        CertificateFiles others = CertificateFiles.make(folder, "two", "EC");
        assertFails(files.certificate(), others.key(), "is not that of the first certificate");
        assertFails(files.certificate(), files.certificate(), "there is no private key in");
        assertFails(files.key(), files.key(), "there is no");
        assertFails(folder.resolve("missing"), files.key(), "--tls-cert");
        assertFails(files.certificate(), folder.resolve("missing"), "--tls-key");
        Path old = folder.resolve("old.pem");
        Files.writeString(old, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertFails(files.certificate(), old, "openssl pkcs8");
        Files.writeString(old, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertFails(files.certificate(), old, "without a password");
    }

    private static void assertFails(Path certificate, Path key, String message) {
        assertThatThrownBy(() -> ServerCertificate.of(certificate, key))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(message);
    }

    private static String name(ServerCertificate shown) {
        return shown.identity().chain().get(0).getSubjectX500Principal().getName();
    }

    /** The file, removed: what is copied there is another one. */
    private static Path replaced(Path file) throws IOException {
        Files.delete(file);
        return file;
    }
}
