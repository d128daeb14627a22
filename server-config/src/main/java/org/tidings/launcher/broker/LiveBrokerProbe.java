package org.tidings.launcher.broker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.replication.ReplicationEndpoint;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ReplicationBackupActivation;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Finds out that the live broker has frozen, by a connection of its own. That of the replication must bear longer silence: at the end
 * of the copy it is silent itself, for as long as reading the whole journal takes.
 *
 * <p>Confined to the thread that watches the pair.
 */
final class LiveBrokerProbe implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LiveBrokerProbe.class.getName());

    /** Silence is noticed between one and two of these. */
    private static final long SILENCE_MILLIS = 2_500;

    private final ActiveMQServerImpl follower;
    private final String live;
    /** Null while there is no connection, and after it failed. */
    private ServerLocator locator;
    /** Null likewise. */
    private RemotingConnection connection;

    LiveBrokerProbe(ActiveMQServerImpl follower, String live) {
        this.follower = follower;
        this.live = live;
    }

    /** Called several times a second while this broker has everything: ends the replication when the live one is silent. */
    void look() {
        if (connection == null) {
            open();
        } else if (connection.isDestroyed()) {
            close();
            endReplication();
        }
    }

    private void open() {
        try {
            locator = ActiveMQClient.createServerLocator(live)
                    .setConnectionTTL(SILENCE_MILLIS)
                    .setClientFailureCheckPeriod(SILENCE_MILLIS / 4)
                    .setCallTimeout(SILENCE_MILLIS)
                    .setInitialConnectAttempts(1)
                    .setReconnectAttempts(0)
                    .setUseTopologyForLoadBalancing(false);
            connection = locator.createSessionFactory().getConnection();
        } catch (Exception e) {
            // Where the live one is gone altogether the replication has noticed by itself.
            LOG.log(Level.DEBUG, "no connection to the live broker", e);
            close();
        }
    }

    private void endReplication() {
        if (follower.getActivation() instanceof ReplicationBackupActivation activation) {
            ReplicationEndpoint endpoint = activation.getReplicationEndpoint();
            Channel channel = endpoint == null ? null : endpoint.getChannel();
            if (channel != null) {
                LOG.log(Level.WARNING, "The live broker is silent; taking over from it");
                channel.getConnection().fail(new ActiveMQConnectionTimedOutException("the live broker is silent"));
            }
        }
    }

    @Override
    public void close() {
        if (locator != null) {
            locator.close();
        }
        locator = null;
        connection = null;
    }
}
