package org.tidings.launcher.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;

/**
 * The configuration on which the promises of the log rest. For each of N shards: {@code publish.N} takes what is to be published to
 * the one leader, {@code log.N} is the log, {@code dedupe.N} remembers message ids. What is unusual here was found by losing,
 * reordering or blocking messages without it; the comment beside each setting names the hazard.
 */
public final class BrokerConfiguration {
    /** How often silent connections are looked for. How long each may be silent is for its client to say. */
    private static final long TTL_CHECK_MILLIS = 1_000;

    /** Entries that outlast the longest de-duplication window at the rate that one leader can commit. */
    static final long DEDUPE_RING_SIZE = 200_000;

    private static final long MIB = 1024L * 1024L;
    private static final long PUBLISH_BYTES = 64 * MIB;
    private static final long VERDICT_BYTES = 16 * MIB;
    private static final long OTHER_BYTES = 64 * MIB;
    private static final long MIN_FREE_DISK_BYTES = 256 * MIB;

    /** Most of what Artemis counts for an entry of the de-duplication queue: two short properties and its own bookkeeping. */
    private static final long DEDUPE_ENTRY_BYTES = 1_024;

    private BrokerConfiguration() {}

    /** The configuration of one broker, listening on a tcp port and inside this JVM as {@code vm://0}. */
    public static Configuration of(BrokerSettings settings) {
        Configuration configuration = new ConfigurationImpl().setName(settings.name());
        // The ports are the network's to guard until brokers have users: whoever reaches them may publish.
        configuration.setSecurityEnabled(false).setJMXManagementEnabled(false);
        acceptors(configuration, settings);
        journal(configuration, settings.journal());
        limits(configuration);
        addresses(configuration, settings);
        return configuration;
    }

    private static void acceptors(Configuration configuration, BrokerSettings settings) {
        Map<String, Object> tcp = new HashMap<>();
        tcp.put(TransportConstants.HOST_PROP_NAME, settings.bind());
        tcp.put(TransportConstants.PORT_PROP_NAME, settings.port());
        tcp.put(TransportConstants.PROTOCOLS_PROP_NAME, "CORE");
        // True, the default, lets a send overtake what a non-destructive queue is still delivering, and entries are
        // lost.
        tcp.put(TransportConstants.DIRECT_DELIVER, false);
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), tcp, "tcp"));
        Map<String, Object> vm = new HashMap<>();
        vm.put(TransportConstants.DIRECT_DELIVER, false);
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), vm, "vm"));
        // No override: instances ask for a few seconds themselves, and other applications ping less often than that.
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
        // A share of the disk, the default, stops a broker on a large and rather full disk, as build machines have.
        configuration.setMaxDiskUsage(-1).setMinDiskFree(MIN_FREE_DISK_BYTES);
        // Half of it by default, which four full rings reach on a small machine; the rest of the heap is the
        // instance's.
        configuration.setGlobalMaxSize(Runtime.getRuntime().maxMemory() / 10 * 6);
        configuration.setMessageExpiryScanPeriod(TimeUnit.SECONDS.toMillis(10));
        // A process that was stopped for a while (SIGSTOP, a sleeping laptop) is late, not broken.
        configuration.setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
    }

    private static void addresses(Configuration configuration, BrokerSettings settings) {
        for (int shard = 0; shard < settings.shards(); shard++) {
            configuration.addAddressConfiguration(address("publish." + shard, RoutingType.ANYCAST)
                    // One consumer at a time, moved when its connection dies: that consumer is the leader.
                    .addQueueConfig(queue("publish." + shard, "publish." + shard, RoutingType.ANYCAST)
                            .setExclusive(true)));
            configuration.addAddressConfiguration(address("log." + shard, RoutingType.MULTICAST)
                    .addQueueConfig(ring("log." + shard, "log-" + shard, settings.ringSize())));
            configuration.addAddressConfiguration(address("dedupe." + shard, RoutingType.MULTICAST)
                    .addQueueConfig(ring("dedupe." + shard, "dedupe-" + shard, DEDUPE_RING_SIZE)));
        }
        configuration.addAddressConfiguration(address("verdict", RoutingType.MULTICAST));
        configuration.addAddressConfiguration(
                address("dead", RoutingType.ANYCAST).addQueueConfig(queue("dead", "dead", RoutingType.ANYCAST)));

        configuration.addAddressSetting(
                "#",
                settings(AddressFullMessagePolicy.FAIL, OTHER_BYTES)
                        .setMaxDeliveryAttempts(10)
                        .setDeadLetterAddress(SimpleString.of("dead")));
        // The leader trims at 75 % of the ring's bytes; this stands above what it counts, for Artemis counts its own
        // overhead too.
        configuration.addAddressSetting(
                "log.#", endless(settings.ringBytes() / 3 * 4).setNoExpiry(true));
        configuration.addAddressSetting("dedupe.#", endless(DEDUPE_RING_SIZE * DEDUPE_ENTRY_BYTES));
        configuration.addAddressSetting("publish.#", endless(PUBLISH_BYTES).setNoExpiry(true));
        // A verdict that is not read in time is asked for again; a full address must not fail the leader's transaction.
        configuration.addAddressSetting("verdict", settings(AddressFullMessagePolicy.DROP, VERDICT_BYTES));
    }

    private static CoreAddressConfiguration address(String name, RoutingType type) {
        return new CoreAddressConfiguration().setName(name).addRoutingType(type);
    }

    private static QueueConfiguration queue(String address, String name, RoutingType type) {
        return QueueConfiguration.of(name)
                .setAddress(address)
                .setRoutingType(type)
                .setDurable(true)
                .setAutoDelete(false);
    }

    /** A queue from which nothing is taken: every consumer reads it from the oldest retained entry. */
    private static QueueConfiguration ring(String address, String name, long size) {
        return queue(address, name, RoutingType.MULTICAST)
                .setNonDestructive(true)
                .setRingSize(size);
    }

    /** Delivered as often as it takes: attempts add up over all consumers, and then the entry would be dead. */
    private static AddressSettings endless(long maxBytes) {
        return settings(AddressFullMessagePolicy.FAIL, maxBytes).setMaxDeliveryAttempts(-1);
    }

    /** Full means refused, never paged: paging stalls a non-destructive queue. And a misspelt address is an error, not a new one. */
    private static AddressSettings settings(AddressFullMessagePolicy policy, long maxBytes) {
        return new AddressSettings()
                .setAddressFullMessagePolicy(policy)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setMaxSizeBytes(maxBytes)
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false);
    }
}
