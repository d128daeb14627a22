package org.tidings.launcher.broker;

import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.tidings.log.LogAddresses;
import org.tidings.log.LogSettings;
import org.tidings.log.LogShard;

/**
 * The addresses and queues of a broker, and what happens when one is full. For each shard of each log: {@code publish.N} hands what is to be
 * published to the one leader, {@code log.N} is the log, {@code dedupe.N} remembers message ids.
 * {@code live.N} takes what nobody keeps.
 */
final class BrokerAddresses {
    /** Records of up to 500 keys: those of the events that the log's ring passes before the de-duplication window does. */
    static final int DEDUPE_RING_SIZE = 8_192;

    /** For each instance: one that froze loses its oldest records, of up to 96 KiB, before it fills what all have together. */
    static final int LIVE_RING_SIZE = 256;

    /** Messages that wait for an instance that froze, before it fills what all have: more than a snapshot has at once. */
    private static final int PRESENCE_RING_SIZE = 1_024;

    /** The newest letters; each is bounded too. */
    private static final long DEAD_RING_SIZE = 1_000;

    private static final String EVERYTHING_ELSE = "#";
    private static final long MIB = 1L << 20;

    /** What Artemis counts for a record of the de-duplication queue, at the most. */
    private static final long DEDUPE_ENTRY_BYTES = 32 << 10;

    private final Configuration configuration;

    BrokerAddresses(Configuration configuration) {
        this.configuration = configuration;
    }

    void add(BrokerSettings settings) {
        for (LogShard shard : settings.logs().shards()) {
            String publish = LogAddresses.publish(shard);
            // One consumer at a time, and the next when its connection dies: that consumer is the leader.
            address(
                    publish,
                    RoutingType.ANYCAST,
                    queue(publish, publish, RoutingType.ANYCAST).setExclusive(true));
            ring(
                    LogAddresses.log(shard),
                    LogAddresses.logQueue(shard),
                    settings.logs().settings(shard.group()).ringSize());
            ring(LogAddresses.dedupe(shard), LogAddresses.dedupeQueue(shard), DEDUPE_RING_SIZE);
        }
        for (int shard = 0; shard < settings.logs().main().shards(); shard++) {
            address(LogAddresses.live(shard), RoutingType.MULTICAST);
        }
        address(LogAddresses.VERDICT, RoutingType.MULTICAST);
        address(LogAddresses.USAGE, RoutingType.MULTICAST);
        address(LogAddresses.PRESENCE, RoutingType.MULTICAST);
        String control = LogAddresses.CONTROL;
        address(control, RoutingType.MULTICAST, queue(control, control, RoutingType.MULTICAST));
        String directives = LogAddresses.DIRECTIVES;
        // No ring: a revocation that newer ones push out would let in whom it was to keep out.
        address(
                directives,
                RoutingType.MULTICAST,
                queue(directives, directives, RoutingType.MULTICAST).setNonDestructive(true));
        String marks = LogAddresses.MARKS;
        address(
                marks,
                RoutingType.MULTICAST,
                queue(marks, marks, RoutingType.MULTICAST)
                        .setNonDestructive(true)
                        .setLastValueKey(LogAddresses.MARK_PROPERTY));
        String tickets = LogAddresses.TICKETS;
        address(tickets, RoutingType.ANYCAST, queue(tickets, tickets, RoutingType.ANYCAST));
        for (String each : List.of(LogAddresses.AUTHORIZE, LogAddresses.AUDIT)) {
            address(each, RoutingType.ANYCAST, queue(each, each, RoutingType.ANYCAST));
        }
        String dead = LogAddresses.DEAD;
        address(
                dead,
                RoutingType.ANYCAST,
                queue(dead, dead, RoutingType.ANYCAST).setRingSize(DEAD_RING_SIZE));

        // An instance's own reply address is named by a UUID; limits and rights find it under this name.
        configuration.setUuidNamespace(LogAddresses.ANSWERS);

        limit(EVERYTHING_ELSE, AddressFullMessagePolicy.FAIL, 64 * MIB)
                .setMaxDeliveryAttempts(10)
                .setDeadLetterAddress(SimpleString.of(LogAddresses.DEAD));
        log("log.#", settings.logs().main());
        settings.logs().others().forEach((group, bounds) -> log(LogAddresses.logsOf(group), bounds));
        limit("dedupe.#", AddressFullMessagePolicy.FAIL, DEDUPE_RING_SIZE * DEDUPE_ENTRY_BYTES)
                .setMaxDeliveryAttempts(-1);
        limit("publish.#", AddressFullMessagePolicy.FAIL, 64 * MIB)
                .setMaxDeliveryAttempts(-1)
                .setNoExpiry(true);
        // What has ended is dropped: it expires, and there is no address for what has.
        limit(LogAddresses.DIRECTIVES, AddressFullMessagePolicy.FAIL, 32 * MIB).setMaxDeliveryAttempts(-1);
        // Full, new marks are refused: one that is dropped would make a user read again what was read.
        limit(LogAddresses.MARKS, AddressFullMessagePolicy.FAIL, 256 * MIB).setMaxDeliveryAttempts(-1);
        limit(LogAddresses.TICKETS, AddressFullMessagePolicy.FAIL, 16 * MIB).setMaxDeliveryAttempts(-1);
        // Where nobody answers questions they end by themselves; and nobody who answers waits for an instance that
        // froze.
        limit(LogAddresses.AUTHORIZE, AddressFullMessagePolicy.DROP, 16 * MIB);
        limit(LogAddresses.ANSWERS + ".#", AddressFullMessagePolicy.DROP, 16 * MIB);
        // Full of records that nobody fetches: instances count what they cannot add, and say so in a record.
        limit(LogAddresses.AUDIT, AddressFullMessagePolicy.FAIL, 64 * MIB).setMaxDeliveryAttempts(-1);
        // Dead letters must not hold up those who write them.
        limit(LogAddresses.DEAD, AddressFullMessagePolicy.DROP, 64 * MIB);
        // A frozen instance reads no verdicts. Its publishers ask again; the leader's transaction must not fail for it.
        limit(LogAddresses.VERDICT, AddressFullMessagePolicy.DROP, 16 * MIB);
        limit(LogAddresses.USAGE, AddressFullMessagePolicy.DROP, 4 * MIB);
        // Late they are worth nothing, and nobody waits for them: instances count what did not come.
        limit("live.#", AddressFullMessagePolicy.DROP, 32 * MIB).setDefaultRingSize(LIVE_RING_SIZE);
        // What is dropped leaves a hole that is noticed, and is asked for again.
        limit(LogAddresses.PRESENCE, AddressFullMessagePolicy.DROP, 32 * MIB).setDefaultRingSize(PRESENCE_RING_SIZE);
    }

    /**
     * The leader removes the oldest entries when, by its count, three quarters of the ring's bytes are used. Artemis counts more for
     * an entry, up to twice its body, and must not refuse before. Attempts add up over all consumers, and after the last the entry
     * would be taken out of the log.
     */
    private void log(String match, LogSettings bounds) {
        limit(match, AddressFullMessagePolicy.FAIL, bounds.ringBytes() * 2)
                .setMaxDeliveryAttempts(-1)
                .setNoExpiry(true);
    }

    private void address(String name, RoutingType type, QueueConfiguration... queues) {
        CoreAddressConfiguration address =
                new CoreAddressConfiguration().setName(name).addRoutingType(type);
        for (QueueConfiguration queue : queues) {
            address.addQueueConfig(queue);
        }
        configuration.addAddressConfiguration(address);
    }

    /** A queue from which reading takes nothing: every consumer gets all that is retained, from the oldest entry on. */
    private void ring(String address, String queue, long size) {
        address(
                address,
                RoutingType.MULTICAST,
                queue(address, queue, RoutingType.MULTICAST)
                        .setNonDestructive(true)
                        .setRingSize(size));
    }

    private static QueueConfiguration queue(String address, String name, RoutingType type) {
        return QueueConfiguration.of(name)
                .setAddress(address)
                .setRoutingType(type)
                .setDurable(true)
                .setAutoDelete(false);
    }

    /** Full is never paged, for paging stalls a non-destructive queue; and a misspelt address is an error, not a new one. */
    private AddressSettings limit(String match, AddressFullMessagePolicy policy, long maxBytes) {
        AddressSettings settings = new AddressSettings()
                .setAddressFullMessagePolicy(policy)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setMaxSizeBytes(maxBytes)
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false);
        configuration.addAddressSetting(match, settings);
        return settings;
    }
}
