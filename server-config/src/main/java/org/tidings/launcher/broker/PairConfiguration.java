package org.tidings.launcher.broker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.DistributedLockManagerConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicationPrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;

/** What the configuration of a broker needs beside, where it is one of a pair: two that replicate, one of them live. */
final class PairConfiguration {

    /**
     * How long the replication bears silence: longer than the follower, at the end of the copy, needs to read the whole journal, for
     * meanwhile it says nothing. A live broker that freezes is noticed sooner: {@link LiveBrokerProbe}.
     */
    private static final long SILENCE_MILLIS = 10_000;

    /**
     * The live broker stores nothing while the follower, at the end of the copy, reads what it got; and where that one is lost just
     * then, Artemis goes on waiting for it so long.
     */
    private static final long COPY_ENDS_MILLIS = 15_000;

    private static final long RETRY_MILLIS = 250;
    private static final String SELF = "self";
    private static final String PEER = "peer";
    private static final String CLUSTER = "pair";
    private static final String CLUSTER_USER = "tidings-pair";
    /** The pair's name before the witness: also a broker with an empty disk knows whose turn it is. */
    private static final String COORDINATION_ID = "tidings-pair";
    /** Journals that a following broker sets aside instead of overwriting them. */
    private static final int KEPT_JOURNALS = 1;

    private final PairSettings pair;
    private final BrokerAccess access;

    PairConfiguration(PairSettings pair, BrokerAccess access) {
        this.pair = pair;
        this.access = access;
    }

    void addTo(Configuration configuration) {
        connector(configuration, SELF, url(pair.self(), access));
        connector(configuration, PEER, url(pair.peer(), access));
        configuration.addClusterConfiguration(new ClusterConnectionConfiguration()
                .setName(CLUSTER)
                .setConnectorName(SELF)
                .setStaticConnectors(List.of(PEER))
                // One of them is live at a time: there is nobody to share messages with.
                .setMessageLoadBalancingType(MessageLoadBalancingType.OFF)
                .setConnectionTTL(SILENCE_MILLIS)
                .setClientFailureCheckPeriod(SILENCE_MILLIS / 10)
                .setRetryInterval(RETRY_MILLIS)
                .setMaxRetryInterval(RETRY_MILLIS));
        // Artemis lets this user do everything.
        configuration.setClusterUser(CLUSTER_USER).setClusterPassword(access.pairPassword());
        configuration.setHAPolicyConfiguration(policy());
        configuration.registerBrokerPlugin(new ReplicationFence());
    }

    /** How one of the pair is reached: over TLS where they speak it, and then by the name in the certificate alone. */
    static String url(String plain, BrokerAccess access) {
        if (access.certificate() == null) {
            return plain;
        }
        String trusted = access.issuers() == null
                ? ""
                : ";trustStoreType=PEMCA;trustStorePath="
                        + URLEncoder.encode(access.issuers().toString(), StandardCharsets.UTF_8);
        return plain + "?sslEnabled=true;verifyHost=true" + trusted;
    }

    private static void connector(Configuration configuration, String name, String url) {
        try {
            configuration.addConnectorConfiguration(name, url);
        } catch (Exception e) {
            throw new IllegalArgumentException(url + " is no broker's address", e);
        }
    }

    /**
     * The same for both, so that whoever comes back follows: to give the lead back would be a second interruption, for nothing. What
     * Artemis calls a backup would know the pair by another name after a restart, and nobody would find it.
     */
    private HAPolicyConfiguration policy() {
        ReplicationPrimaryPolicyConfiguration policy = ReplicationPrimaryPolicyConfiguration.withDefault()
                .setClusterName(CLUSTER)
                .setMaxSavedReplicatedJournalsSize(KEPT_JOURNALS)
                .setInitialReplicationSyncTimeout(COPY_ENDS_MILLIS)
                .setDistributedManagerConfiguration(witness());
        policy.setCoordinationId(COORDINATION_ID);
        policy.setRetryReplicationWait(RETRY_MILLIS);
        return policy;
    }

    private DistributedLockManagerConfiguration witness() {
        return new DistributedLockManagerConfiguration(
                WitnessedLocks.class.getName(),
                Map.of(
                        WitnessedLocks.FOLDER,
                        pair.witness().toString(),
                        WitnessedLocks.BROKER,
                        pair.self(),
                        WitnessedLocks.BEGINS,
                        Boolean.toString(pair.role() == PairSettings.Role.PRIMARY),
                        WitnessedLocks.TAKE_OVER,
                        Boolean.toString(pair.takeOver())));
    }
}
