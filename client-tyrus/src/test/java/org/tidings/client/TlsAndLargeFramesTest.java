package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS changes how bytes are cut and when a read returns; a frame spans many records. */
class TlsAndLargeFramesTest {

    private static final char[] PASSWORD = "for-the-test".toCharArray();

    @TempDir
    private static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "server",
                        "-dname",
                        "CN=tidings test",
                        "-ext",
                        "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor())
                .as(new String(keytool.getInputStream().readAllBytes()))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    @Test
    void carriesLargeFramesBothWays() throws Exception {
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(context.getServerSocketFactory(), "wss", 0);
                TidingsClient client = server.client().sslContext(context).build()) {
            client.subscribe("orders:eu", SubscribeFrom.now(), events::add);
            client.connect();
            ScriptedPeer peer = server.connection();
            peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"seq\":1,\"payload\":{\"recovered\":true}");
            for (int size : new int[] {1, 125, 126, 16_384, 65_535, 65_536, 1_500_000}) {
                String payload = "\"" + "é".repeat(size / 2) + "\"";
                peer.event(
                        "message",
                        "\"channel\":\"orders:eu\",\"seq\":" + (size + 1) + ",\"prev\":1,\"payload\":" + payload);
                Event event = events.poll(10, TimeUnit.SECONDS);
                assertThat(event).isNotNull();
                assertThat(event.payload().equals(payload)).isTrue();

                CompletableFuture<Receipt> result = client.publish("orders:eu", payload);
                org.tidings.envelope.Envelope publish = peer.expect("publish");
                assertThat(publish.payload().equals(payload)).isTrue();
                peer.reply(publish, "\"epoch\":\"k3\",\"seq\":2");
                result.get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        BlockingQueue<StateChange> changes = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(context.getServerSocketFactory(), "wss", 0);
                TidingsClient client =
                        server.client().stateListener(changes::add).build()) {
            client.connect();
            StateChange change;
            do {
                change = changes.poll(10, TimeUnit.SECONDS);
                assertThat(change).isNotNull();
            } while (change.to() != ConnectionState.WAITING);
            assertThat(change.reason()).contains("certification path");
        }
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        BlockingQueue<StateChange> changes = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(context.getServerSocketFactory(), "wss", 0);
                TidingsClient client = TidingsClient.builder(
                                java.net.URI.create(server.uri().toString().replace("127.0.0.1", "localhost")))
                        .sslContext(context)
                        .stateListener(changes::add)
                        .build()) {
            client.connect();
            StateChange change;
            do {
                change = changes.poll(10, TimeUnit.SECONDS);
                assertThat(change).isNotNull();
            } while (change.to() != ConnectionState.WAITING);
            assertThat(change.reason()).contains("localhost");
        }
    }
}
