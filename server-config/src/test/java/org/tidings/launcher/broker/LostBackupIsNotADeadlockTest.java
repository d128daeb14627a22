package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.CloseListener;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ReplicationPrimaryActivation;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.Test;

/**
 * The verifier killed the live one of a pair on a machine so busy that the other was lost again while it was being copied to. Artemis
 * gave that replication up, with the lock of its journal in hand, and closed the connection; the fence asked the activation, under
 * another lock, which connection that was; and who held that one waited for the first. The broker was overtaken meanwhile, and could
 * not even end: instances connected to it and got no answer.
 */
class LostBackupIsNotADeadlockTest {

    private final List<CloseListener> closeListeners = new ArrayList<>();

    @Test
    void anEndedConnectionIsJudgedWithoutArtemisLock() throws Exception {
        ActiveMQServerImpl server = new StartedServer();
        ReplicationPrimaryActivation activation = (ReplicationPrimaryActivation) server.getActivation();
        ReplicationFence fence = new ReplicationFence();
        fence.registered(server);
        fence.afterCreateConnection(connection());
        assertThat(closeListeners).hasSize(1);
        Field lock = ReplicationPrimaryActivation.class.getDeclaredField("replicationLock");
        lock.setAccessible(true);
        synchronized (lock.get(activation)) {
            CompletableFuture.runAsync(() -> closeListeners.get(0).connectionClosed())
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private RemotingConnection connection() {
        return (RemotingConnection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RemotingConnection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("addCloseListener")) {
                        closeListeners.add((CloseListener) arguments[0]);
                    }
                    return method.getName().equals("getFailureListeners") ? List.of() : null;
                });
    }

    private static final class StartedServer extends ActiveMQServerImpl {

        private final ReplicationPrimaryActivation primary = new ReplicationPrimaryActivation(this, null, null);

        StartedServer() {
            super(new ConfigurationImpl());
        }

        @Override
        public SERVER_STATE getState() {
            return SERVER_STATE.STARTED;
        }

        @Override
        public ReplicationPrimaryActivation getActivation() {
            return primary;
        }
    }
}
