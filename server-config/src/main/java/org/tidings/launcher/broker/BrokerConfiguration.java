package org.tidings.launcher.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/**
 * The configuration on which the promises of the log rest. What is unusual here was found by losing, reordering or blocking messages
 * without it; the comment beside each setting names the hazard.
 */
final class BrokerConfiguration {
    /** A frozen leader stalls its shard for its connection's time to live and this. */
    private static final long TTL_CHECK_MILLIS = 500;

    static final String TCP = "tcp";
    static final String VM = "vm";

    private static final long MIN_FREE_DISK_BYTES = 256L << 20;

    private BrokerConfiguration() {}

    /** The configuration of one broker, listening on a tcp port and inside this JVM as {@code vm://0}. */
    static Configuration of(BrokerSettings settings) {
        Map<String, Object> vm = Map.of(TransportConstants.DIRECT_DELIVER, false);
        Configuration configuration = ofAny(settings)
                .addAcceptorConfiguration(new TransportConfiguration(InVMAcceptorFactory.class.getName(), vm, VM));
        configuration.registerBrokerPlugin(
                new RestoredJournal(settings.journal(), settings.logs().shards()));
        return configuration;
    }

    /** The configuration of a broker that is one of a pair, listening on a tcp port while it is the live one. */
    static Configuration of(BrokerSettings settings, PairSettings pair) {
        Configuration configuration = ofAny(settings);
        configuration.setNodeManagerLockDirectory(settings.journal().toString());
        new PairConfiguration(pair, settings.access()).addTo(configuration);
        return configuration;
    }

    private static Configuration ofAny(BrokerSettings settings) {
        Configuration configuration = new ConfigurationImpl().setName(settings.name());
        configuration.setSecurityEnabled(true).setJMXManagementEnabled(false);
        new BrokerRights(configuration).add();
        acceptor(configuration, settings);
        journal(configuration, settings.journal());
        limits(configuration);
        new BrokerAddresses(configuration).add(settings);
        configuration.registerBrokerPlugin(new ForeignMessages());
        configuration.registerBrokerPlugin(new PlainMessages());
        return configuration;
    }

    private static void acceptor(Configuration configuration, BrokerSettings settings) {
        // With direct delivery, the default, a send overtakes what a non-destructive queue still delivers: entries get
        // lost.
        Map<String, Object> tcp = new HashMap<>(Map.of(
                TransportConstants.HOST_PROP_NAME,
                settings.bind(),
                TransportConstants.PORT_PROP_NAME,
                settings.port(),
                TransportConstants.PROTOCOLS_PROP_NAME,
                "CORE",
                TransportConstants.DIRECT_DELIVER,
                false));
        if (settings.access().certificate() != null) {
            tcp.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
            tcp.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PEMCFG");
            tcp.put(
                    TransportConstants.KEYSTORE_PATH_PROP_NAME,
                    settings.access().certificate().toString());
            tcp.put(TransportConstants.SSL_AUTO_RELOAD_PROP_NAME, true);
        }
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), tcp, TCP));
        // How long a silent client is believed is the client's to say, and instances say 4 s. An override here would
        // end the
        // connections inside this JVM, which send no pings, every 4 s.
        configuration.setConnectionTtlCheckInterval(TTL_CHECK_MILLIS);
    }

    private static void journal(Configuration configuration, Path directory) {
        configuration
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("messages").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString());
        // Accepted means on the disk: a commit returns after fdatasync.
        configuration
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(true);
        // The default of 3.33 ms would be the floor under every durable publish.
        configuration.setJournalBufferTimeout_NIO(Math.toIntExact(TimeUnit.MICROSECONDS.toNanos(200)));
    }

    private static void limits(Configuration configuration) {
        // By default a disk that is 90 % full blocks every sender, though a large one has room for years at that point.
        configuration.setMaxDiskUsage(-1).setMinDiskFree(MIN_FREE_DISK_BYTES);
        // By default half of the heap, which full rings reach on a small machine. The rest is the instance's.
        configuration.setGlobalMaxSize(Runtime.getRuntime().maxMemory() / 10 * 6);
        configuration.setMessageExpiryScanPeriod(TimeUnit.SECONDS.toMillis(10));
        // A process that was stopped for a while (SIGSTOP, a sleeping laptop) is late, not broken.
        configuration.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
    }
}
