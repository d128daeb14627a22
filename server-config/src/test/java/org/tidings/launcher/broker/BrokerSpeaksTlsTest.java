package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.log.BrokerConnector;
import org.tidings.log.LogGroups;
import org.tidings.log.LogSettings;
import org.tidings.testkit.Await;
import org.tidings.testkit.CertificateFiles;
import org.tidings.testkit.FreePort;

/** The log goes through foreign hands, or to a broker that only says that it is ours. */
class BrokerSpeaksTlsTest {
    private static final LogSettings ONE_SHARD = LogShapes.shards(1);

    @TempDir
    private Path folder;

    private final int port = FreePort.next();
    private CertificateFiles files;
    private TestUsers users;

    @BeforeEach
    void makeCertificate() {
        files = CertificateFiles.make(folder, "broker", "EC");
        users = new TestUsers(folder);
    }

    @Test
    void aLogOverTlsNeedsTheRightIssuerAndTheRightName() throws Exception {
        CertificateFiles others = CertificateFiles.make(folder, "other", "RSA");
        Path trusted = Files.writeString(
                folder.resolve("trusted.pem"),
                Files.readString(files.certificate()) + Files.readString(others.certificate()));
        Path old = Files.copy(files.certificate(), folder.resolve("old.pem"));
        EmbeddedBroker broker = EmbeddedBroker.start(settings("one", port, access(null)), new LostJournal(() -> {}));
        try (LogInstance instance = instance("127.0.0.1", trusted)) {
            instance.awaitReady();
            instance.accepted("c:a", null, "1");
            assertThat(comesUp(
                            "127.0.0.1",
                            CertificateFiles.make(folder, "foreign", "EC").certificate()))
                    .as("with another issuer")
                    .isFalse();
            assertThat(comesUp("localhost", trusted)).as("by another name").isFalse();
            assertThat(comesUp("127.0.0.1", null)).as("in the clear").isFalse();

            files.replaceBy(others);
            Await.await(Await.PATIENCE, () -> !comesUp("127.0.0.1", old), () -> "the old certificate is still shown");
            assertThat(comesUp("127.0.0.1", trusted)).isTrue();
            instance.accepted("c:a", null, "2");
        } finally {
            broker.close();
        }
    }

    @Test
    void aPairReplicatesOverTls() throws IOException {
        int peer = FreePort.next();
        Path witness = Files.createDirectory(folder.resolve("witness"));
        BrokerAccess access = access(files.certificate());
        List<String> told = new CopyOnWriteArrayList<>();
        String one = "tcp://127.0.0.1:" + port;
        String two = "tcp://127.0.0.1:" + peer;
        PairedBroker live = PairedBroker.start(
                settings("one", port, access),
                new PairSettings(PairSettings.Role.PRIMARY, one, two, witness, false),
                standing -> {});
        PairedBroker follower = PairedBroker.start(
                settings("two", peer, access),
                new PairSettings(PairSettings.Role.BACKUP, two, one, witness, false),
                told::add);
        try {
            Await.await(
                    Await.PATIENCE,
                    () -> told.contains(Standing.IN_SYNC.description()),
                    () -> "it does not replicate: " + told);
        } finally {
            live.close();
            follower.close();
        }
    }

    /** Whether a new connection comes up, in a multiple of the time that it needs. */
    private boolean comesUp(String host, Path issuers) {
        try (LogInstance instance = instance(host, issuers)) {
            Await.await(Duration.ofSeconds(3), () -> instance.obstacles().isEmpty(), () -> "not ready");
            return true;
        } catch (AssertionError notReady) {
            return false;
        }
    }

    private LogInstance instance(String host, Path issuers) {
        String url = "tcp://" + host + ":" + port + users.asInstance();
        String file = issuers == null ? null : issuers.toString();
        return LogInstance.starting(new BrokerConnector.Endpoint(url, null, null, null, file), ONE_SHARD, Thread::new);
    }

    private BrokerAccess access(Path issuers) throws IOException {
        Path list = Files.writeString(
                folder.resolve("broker.pemcfg"),
                "source.key=" + files.key() + "\nsource.cert=" + files.certificate() + "\n");
        return new BrokerAccess(folder, "of-this-test", list, issuers);
    }

    private BrokerSettings settings(String name, int listen, BrokerAccess access) {
        return new BrokerSettings(name, folder.resolve(name), "127.0.0.1", listen, LogGroups.of(ONE_SHARD), access);
    }
}
