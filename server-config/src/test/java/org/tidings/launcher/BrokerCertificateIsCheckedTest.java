package org.tidings.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.testkit.CertificateFiles;

/** A broker with the wrong certificate looked like one that is away: the broker's client does not say why it gets no connection. */
class BrokerCertificateIsCheckedTest {
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path folder;

    private CertificateFiles files;
    private ServerSocket server;

    @BeforeEach
    void listen() throws Exception {
        files = CertificateFiles.make(folder, "broker", "EC");
        PemFiles.Identity identity = PemFiles.read(files.certificate(), files.key());
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "server", identity.key(), new char[0], identity.chain().toArray(java.security.cert.Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::shakeHands);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private void shakeHands() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
            } catch (IOException refusedOrClosed) {
                // The next one.
            }
        }
    }

    @Test
    void takesTheRightOne() {
        assertThatCode(() -> check("127.0.0.1", files.certificate())).doesNotThrowAnyException();
    }

    @Test
    void saysThatTheIssuerIsAnother() {
        Path others = CertificateFiles.make(folder, "other", "EC").certificate();

        assertThatThrownBy(() -> check("127.0.0.1", others))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("not from a trusted issuer")
                .hasMessageContaining("--broker-ca");
    }

    @Test
    void saysThatTheNameIsAnother() {
        assertThatThrownBy(() -> check("localhost", files.certificate()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("not one for that name")
                .hasMessageContaining("localhost");
    }

    @Test
    void trustsWhomJavaTrustsWhereTheUrlAloneAsksForTls() {
        assertThatThrownBy(() -> BrokerUrl.parse("tcp://127.0.0.1:" + server.getLocalPort() + "?sslEnabled=true")
                        .requireReachable(PATIENCE_MILLIS, null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("not from a trusted issuer");
    }

    @Test
    void saysThatTheFileHoldsNoCertificate() {
        assertThatThrownBy(() -> check("127.0.0.1", files.key()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("--broker-ca");
    }

    private void check(String host, Path issuers) throws StartFailure {
        BrokerUrl.parse("tcp://" + host + ":" + server.getLocalPort()).requireReachable(PATIENCE_MILLIS, issuers);
    }
}
