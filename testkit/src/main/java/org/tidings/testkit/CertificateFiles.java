package org.tidings.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate for 127.0.0.1 and its private key, as two PEM files. Made by the JDK's keytool, whose path is
 * that of the Java that runs here.
 *
 * @param certificate the certificate's file
 * @param key the key's file
 */
public record CertificateFiles(Path certificate, Path key) {

    private static final String PASSWORD = "for-the-test";

    /** @param algorithm {@code EC} or {@code RSA} */
    public static CertificateFiles make(Path folder, String name, String algorithm) {
        Path store = folder.resolve(name + ".p12");
        try {
            run(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    algorithm,
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    "server",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=ip:127.0.0.1");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            Key key = keys.getKey("server", PASSWORD.toCharArray());
            CertificateFiles made =
                    new CertificateFiles(folder.resolve(name + "-cert.pem"), folder.resolve(name + "-key.pem"));
            write(made.certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
            write(made.key, "PRIVATE KEY", key.getEncoded());
            return made;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no certificate: " + e.getMessage(), e);
        }
    }

    /** Puts others in the place of these, one file after the other. */
    public void replaceBy(CertificateFiles others) throws IOException {
        Files.copy(others.key, key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(others.certificate, certificate, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, String kind, byte[] encoded) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
