package org.tidings.launcher.broker;

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
    /** The pair's name before the witness: also a broker with an empty disk knows whose turn it is. */
    private static final String COORDINATION_ID = "tidings-pair";
    /** Journals that a following broker sets aside instead of overwriting them. */
    private static final int KEPT_JOURNALS = 1;

    private final PairSettings pair;

    PairConfiguration(PairSettings pair) {
        this.pair = pair;
    }

    void addTo(Configuration configuration) {
        connector(configuration, SELF, pair.self());
        connector(configuration, PEER, pair.peer());
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
        // Asked by nobody, for security is off; Artemis warns of its defaults.
        configuration.setClusterUser(CLUSTER).setClusterPassword(CLUSTER);
        configuration.setHAPolicyConfiguration(policy());
        configuration.registerBrokerPlugin(new ReplicationFence());
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
