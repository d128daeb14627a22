package org.tidings.launcher.broker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.remoting.FailureListener;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ReplicationPrimaryActivation;
import org.apache.activemq.artemis.core.server.impl.quorum.ActivationSequenceStateMachine;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.LoggerFactory;

/**
 * Lets a live broker go on alone only after the witness has said so.
 *
 * <p>When the backup is lost, Artemis acknowledges at once what was waiting for it, and asks the witness on another thread. A broker
 * that was frozen while the backup took over would, on waking up, acknowledge what nobody but it has. Here the witness is asked first,
 * on the thread that reports the loss, before Artemis hears of it; and where it names another broker, this process ends on the spot.
 */
public final class ReplicationFence implements ActiveMQServerPlugin {

    private static final Logger LOG = System.getLogger(ReplicationFence.class.getName());

    /** For the service manager that starts it again: then it follows the other broker. */
    private static final int OVERTAKEN = 1;

    /** Set before any connection. */
    private volatile ActiveMQServerImpl server;

    /** Called by Artemis. */
    public ReplicationFence() {}

    @Override
    public void registered(ActiveMQServer broker) {
        String password = broker.getConfiguration().getClusterPassword();
        if (broker.getConfiguration().isSecurityEnabled() && (password == null || password.isBlank())) {
            throw new IllegalStateException("the pair has no password: whoever comes without one could do everything");
        }
        server = (ActiveMQServerImpl) broker;
    }

    /** Before Artemis adds listeners of its own: they are called in their order. */
    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        // A failure is followed by a close, and Artemis' own claim must not meet a second one of ours.
        AtomicBoolean ended = new AtomicBoolean();
        connection.addFailureListener(new FailureListener() {
            @Override
            public void connectionFailed(ActiveMQException exception, boolean failedOver) {
                ended(connection, ended);
            }

            @Override
            public void connectionFailed(ActiveMQException exception, boolean failedOver, String scaleDownTarget) {
                ended(connection, ended);
            }
        });
        connection.addCloseListener(() -> ended(connection, ended));
    }

    private void ended(RemotingConnection connection, AtomicBoolean ended) {
        if (ended.compareAndSet(false, true)
                && server.getState() == ActiveMQServer.SERVER_STATE.STARTED
                && server.getActivation() instanceof ReplicationPrimaryActivation activation
                && replicates(connection)) {
            claim(activation);
        }
    }

    /**
     * Whether this is the backup's connection: by the listener that the activation adds when the backup registers, and leaves there
     * also where Artemis itself gives the replication up and closes it. The activation could tell, but under its lock: Artemis calls
     * this with another lock in its hand, which the owner of the first may want. A broker that was overtaken hung so for ever, neither
     * live nor gone.
     */
    private static boolean replicates(RemotingConnection connection) {
        return connection.getFailureListeners().stream()
                .anyMatch(listener -> listener.getClass().getEnclosingClass() == ReplicationPrimaryActivation.class);
    }

    private void claim(ReplicationPrimaryActivation activation) {
        try {
            ActivationSequenceStateMachine.ensureSequentialAccessToNodeData(
                    server.toString(),
                    server.getNodeManager(),
                    activation.getDistributedManager(),
                    LoggerFactory.getLogger(ReplicationFence.class));
        } catch (Exception | LinkageError e) {
            LOG.log(Level.ERROR, "The other broker has taken over. This one ends; started again, it follows.", e);
            Runtime.getRuntime().halt(OVERTAKEN);
        }
    }
}
