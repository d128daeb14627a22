package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.client.Event;
import org.tidings.client.SubscribeFrom;
import org.tidings.client.TidingsClient;
import org.tidings.client.TrustedCertificates;
import org.tidings.testkit.Await;
import org.tidings.testkit.CertificateFiles;
import org.tidings.testkit.Command;
import org.tidings.testkit.FreePort;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;

/** A server with a certificate still speaks in the clear, or an old TLS, or drops its clients for a new certificate. */
@ExtendWith(NodesExtension.class)
class TlsIT {

    private static final Duration START = Duration.ofSeconds(150);

    /** Kinds of records and versions, RFC 4346 §6.2.1. */
    private static final int HANDSHAKE = 0x16;

    private static final int ALERT = 0x15;
    private static final int CLOSED = -1;
    private static final int TLS_1_0 = 0x01;
    private static final int TLS_1_1 = 0x02;
    private static final int TLS_1_2 = 0x03;

    private final int port = FreePort.next();

    @Test
    void speaksNothingButNewTlsAndTakesANewCertificateWhileItRuns(NodeControl control) throws Exception {
        Path folder = Files.createDirectories(control.folder().resolve("tls"));
        CertificateFiles files = CertificateFiles.make(folder, "one", "EC");
        CertificateFiles renewed = CertificateFiles.make(folder, "two", "RSA");
        // Clients trust both from the beginning, as they would trust one issuer.
        Path trusted = folder.resolve("trusted.pem");
        Files.writeString(trusted, Files.readString(files.certificate()) + Files.readString(renewed.certificate()));
        Command server = control.command(
                "tls",
                "serve",
                "--port",
                Integer.toString(port),
                "--broker-port",
                "0",
                "--keys",
                control.keys().toString(),
                "--data",
                folder.resolve("data").toString(),
                "--tls-cert",
                files.certificate().toString(),
                "--tls-key",
                files.key().toString());
        server.environment("TIDINGS_HANDSHAKE_TIMEOUT_MILLIS", "5000");
        server.start();
        Await.await(START, () -> has(server, "wss://127.0.0.1:" + port + "/tidings/ws"), server::errors);
        assertThat(has(server, "https://127.0.0.1:" + port + "/tidings/console/"))
                .isTrue();

        assertPlainHttpIsNotAnswered();
        assertThat(protocol(trusted, "TLSv1.3")).isEqualTo("TLSv1.3");
        assertThat(protocol(trusted, "TLSv1.2")).isEqualTo("TLSv1.2");
        assertThat(answerToHello(TLS_1_2)).isEqualTo(HANDSHAKE);
        assertThat(answerToHello(TLS_1_1)).isIn(ALERT, CLOSED);
        assertThat(answerToHello(TLS_1_0)).isIn(ALERT, CLOSED);
        assertThat(lifeOfAHandshakeOneByteASecond()).isLessThan(Duration.ofSeconds(30));
        assertThatThrownBy(() -> shown(renewed.certificate())).isInstanceOf(SSLException.class);

        String token = control.tokens().of("alice");
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (TidingsClient client = TidingsClient.builder(URI.create("wss://127.0.0.1:" + port + "/tidings/ws"))
                .sslContext(TrustedCertificates.context(trusted))
                .token(() -> token)
                .build()) {
            client.connect();
            client.subscribe("tls:a", SubscribeFrom.now(), events::add).ready().get(20, TimeUnit.SECONDS);
            assertThat(shown(trusted)).isEqualTo("CN=one");
            files.replaceBy(renewed);
            Await.await(
                    Duration.ofSeconds(10), () -> shownOrNone(trusted).equals("CN=two"), () -> shownOrNone(trusted));
            client.publish("tls:a", "1").get(20, TimeUnit.SECONDS);
            assertThat(events.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    /** Never silent, and never done: a listener that bounds silence alone waits for it for ever. */
    private Duration lifeOfAHandshakeOneByteASecond() throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(1_000);
            // The header of a record of 512 bytes, of which some come.
            socket.getOutputStream().write(HexFormat.of().parseHex("1603010200"));
            while (System.nanoTime() - begun < Duration.ofSeconds(60).toNanos()) {
                try {
                    if (socket.getInputStream().read() == CLOSED) {
                        break;
                    }
                } catch (SocketTimeoutException stillThere) {
                    socket.getOutputStream().write(1);
                }
            }
        } catch (SocketException cutOff) {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void assertPlainHttpIsNotAnswered() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write("GET /tidings/health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(8), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotStartWith("HTTP/");
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static boolean has(Command server, String text) {
        return server.lines().stream().anyMatch(line -> line.contains(text));
    }

    /** By hand, for the JDK's own client refuses to speak old versions. The kind of the record that comes back. */
    private int answerToHello(int minorVersion) throws IOException {
        // Suites that an RSA or an EC certificate was used with then; curve P-256, points uncompressed (RFC 4492 §5.1);
        // signatures with SHA-256 (RFC 5246 §7.4.1.4.1).
        byte[] suitesAndExtensions = HexFormat.of()
                .parseHex("0008c013c009002f000a" + "0100" + "0018" + "000a000400020017" + "000b00020100"
                        + "000d0006000404030401");
        ByteBuffer hello = ByteBuffer.allocate(256);
        hello.put((byte) 3)
                .put((byte) minorVersion)
                .put(new byte[32])
                .put((byte) 0)
                .put(suitesAndExtensions);
        int length = hello.position();
        ByteBuffer frame = ByteBuffer.allocate(length + 9);
        frame.put((byte) HANDSHAKE).put((byte) 3).put((byte) 1).putShort((short) (length + 4));
        frame.putInt(1 << 24 | length).put(hello.array(), 0, length);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(frame.array());
            return socket.getInputStream().read();
        }
    }

    private String protocol(Path trusted, String offered) throws IOException {
        try (SSLSocket socket = socket(trusted)) {
            socket.setEnabledProtocols(new String[] {offered});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    /** The name in the certificate of a new connection. */
    private String shown(Path trusted) throws IOException {
        try (SSLSocket socket = socket(trusted)) {
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    private String shownOrNone(Path trusted) {
        try {
            return shown(trusted);
        } catch (IOException betweenTwo) {
            return "none";
        }
    }

    private SSLSocket socket(Path trusted) throws IOException {
        return (SSLSocket)
                TrustedCertificates.context(trusted).getSocketFactory().createSocket("127.0.0.1", port);
    }
}
