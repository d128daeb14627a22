package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.ha.ReplicationPrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.log.LogGroups;
import org.tidings.log.LogSettings;
import org.tidings.testkit.Await;
import org.tidings.testkit.Distribution;
import org.tidings.testkit.FreePort;

/** The files for a stock Artemis fall behind what {@code ./tidings broker} sets, and lose what that keeps. */
class BrokerFilesTest {

    private static final BrokerAccess ACCESS = new BrokerAccess(Path.of("users"), "of-this-test", null, null);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"single", "primary", "backup"})
    void theFilesSayWhatTheBrokerCommandDoes(String file) throws Exception {
        Configuration read = parse(file, Map.of());
        Configuration ours = BrokerConfiguration.of(settings("data/journal"));
        assertThat(read.getAddressConfigurations())
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(ours.getAddressConfigurations());
        assertThat(read.getAddressSettings()).isEqualTo(ours.getAddressSettings());
        assertThat(read.getSecurityRoles()).isEqualTo(ours.getSecurityRoles());
        assertThat(read.getBrokerPlugins())
                .extracting(Object::getClass)
                .extracting(Class::getName)
                .contains(ForeignMessages.class.getName(), PlainMessages.class.getName());
        assertThat(properties(read)).isEqualTo(properties(ours));
        assertThat(read.getAcceptorConfigurations()).singleElement().satisfies(acceptor -> {
            assertThat(acceptor.getCombinedParams()).containsEntry("directDeliver", "false");
            assertThat(acceptor.getCombinedParams()).containsEntry("protocols", "CORE");
        });
    }

    /** What an operator copies from the page into a file is what an instance looks for. */
    @Test
    void theAddressesOfAnotherLogOnThePageAreThoseThatTheBrokerCommandMakes() throws Exception {
        String page = Files.readString(Distribution.root().resolve("docs/operations.md"));
        Matcher addresses = Pattern.compile("```xml\\n(<address name=\"publish\\.loud.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(addresses.find()).isTrue();
        LogSettings main = LogSettings.defaults();
        LogSettings loud = main.laidOut(1, 20_000, main.ringBytes());
        Configuration ours =
                BrokerConfiguration.of(settings("data/journal", new LogGroups(main, Map.of("loud", loud))));
        assertThat(parse("single", Map.of(), addresses.group(1)).getAddressConfigurations())
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(ours.getAddressConfigurations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"primary", "backup"})
    void thePairIsOneToo(String file) throws Exception {
        Configuration read = parse(file, Map.of());
        PairSettings pair = new PairSettings(
                file.equals("primary") ? PairSettings.Role.PRIMARY : PairSettings.Role.BACKUP,
                file.equals("primary") ? "tcp://127.0.0.1:61616" : "tcp://127.0.0.1:61617",
                file.equals("primary") ? "tcp://127.0.0.1:61617" : "tcp://127.0.0.1:61616",
                Path.of("/mnt/tidings-witness"),
                false);
        Configuration ours = BrokerConfiguration.of(settings("data/journal"), pair);
        assertThat(policy(read)).usingRecursiveComparison().isEqualTo(policy(ours));
        assertThat(cluster(read)).usingRecursiveComparison().isEqualTo(cluster(ours));
        assertThat(read.getConnectorConfigurations().keySet())
                .isEqualTo(ours.getConnectorConfigurations().keySet());
        assertThat(read.getBrokerPlugins()).hasAtLeastOneElementOfType(ReplicationFence.class);
        assertThat(read.getClusterUser()).isEqualTo(ours.getClusterUser());
        assertThat(read.getClusterPassword()).as("given by nobody").isEmpty();
    }

    @Test
    void oneBrokerOfTheFileRunsTheLog() throws Exception {
        int port = FreePort.next();
        ActiveMQServer broker = new ActiveMQServerImpl(parse("single", values("single", port, port)), login());
        broker.start();
        try (LogInstance instance =
                LogInstance.of("tcp://127.0.0.1:" + port + users().asInstance(), LogSettings.defaults())) {
            instance.accepted("c:a", null, "1");
        } finally {
            broker.stop();
        }
    }

    @Test
    void thePairOfTheFilesReplicatesAndTakesOver() throws Exception {
        Files.createDirectory(folder.resolve("witness"));
        int one = FreePort.next();
        int two = FreePort.next();
        ActiveMQServer primary = new ActiveMQServerImpl(parse("primary", values("primary", one, two)), login());
        ActiveMQServer backup = new ActiveMQServerImpl(parse("backup", values("backup", two, one)), login());
        primary.start();
        backup.start();
        String both = "(tcp://127.0.0.1:" + one + ",tcp://127.0.0.1:" + two + ")" + users().asInstance();
        try (LogInstance instance = LogInstance.of(both, LogSettings.defaults())) {
            Await.await(backup::isReplicaSync, "the backup does not get everything");
            instance.accepted("c:a", null, "1");
            primary.stop();
            instance.accepted("c:a", null, "2");
            assertThat(instance.read.payloads(instance.log().shardOf("c:a"))).containsExactly("1", "2");
        } finally {
            primary.stop();
            backup.stop();
        }
    }

    private Map<String, String> values(String name, int port, int peer) {
        return Map.of(
                "tidings.port",
                Integer.toString(port),
                "tidings.self",
                "tcp://127.0.0.1:" + port,
                "tidings.peer",
                "tcp://127.0.0.1:" + peer,
                "tidings.witness",
                folder.resolve("witness").toString(),
                "tidings.journal",
                folder.resolve(name).toString(),
                "tidings.pair-password",
                "of-this-test");
    }

    private TestUsers users() {
        return new TestUsers(folder);
    }

    /** In place of the files that a stock Artemis has. */
    private ActiveMQSecurityManager login() {
        return BrokerLogin.by(users().access());
    }

    private static BrokerSettings settings(String journal) {
        return settings(journal, LogGroups.of(LogSettings.defaults()));
    }

    private static BrokerSettings settings(String journal, LogGroups logs) {
        return new BrokerSettings("test", Path.of(journal), "127.0.0.1", 61_616, logs, ACCESS);
    }

    private static List<Object> properties(Configuration configuration) {
        return List.of(
                configuration.isSecurityEnabled(),
                configuration.isManagementMessageRbac(),
                configuration.getUuidNamespace(),
                configuration.isJMXManagementEnabled(),
                configuration.isPersistenceEnabled(),
                configuration.getJournalType(),
                configuration.getJournalDirectory(),
                configuration.getBindingsDirectory(),
                configuration.getPagingDirectory(),
                configuration.getLargeMessagesDirectory(),
                configuration.isJournalSyncTransactional(),
                configuration.isJournalSyncNonTransactional(),
                configuration.isJournalDatasync(),
                configuration.getJournalBufferTimeout_NIO(),
                configuration.getMaxDiskUsage(),
                configuration.getMinDiskFree(),
                configuration.getMessageExpiryScanPeriod(),
                configuration.getCriticalAnalyzerPolicy(),
                configuration.getConnectionTtlCheckInterval());
    }

    private static ReplicationPrimaryPolicyConfiguration policy(Configuration configuration) {
        return (ReplicationPrimaryPolicyConfiguration) configuration.getHAPolicyConfiguration();
    }

    private static ClusterConnectionConfiguration cluster(Configuration configuration) {
        return configuration.getClusterConfigurations().get(0);
    }

    /** As Artemis reads it, with the placeholders filled as system properties would. */
    private static Configuration parse(String file, Map<String, String> values) throws Exception {
        return parse(file, values, "");
    }

    /** @param addresses further ones */
    private static Configuration parse(String file, Map<String, String> values, String addresses) throws Exception {
        String text = Files.readString(Distribution.root().resolve("server-config/artemis/" + file + "/broker.xml"));
        String filled = Pattern.compile("\\$\\{([a-z.-]+):?([^}]*)}")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group(2))))
                .replace("</addresses>", addresses + "</addresses>");
        try (InputStream in = new ByteArrayInputStream(filled.getBytes(StandardCharsets.UTF_8))) {
            return new FileConfigurationParser().parseMainConfig(in);
        }
    }
}
