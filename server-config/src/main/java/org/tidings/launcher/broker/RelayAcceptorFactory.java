package org.tidings.launcher.broker;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;

/** Reads what clients in the same process send on threads of the broker's own; Artemis would have further ones for that. */
final class RelayAcceptorFactory extends InVMAcceptorFactory {
    private final Executor threads;

    RelayAcceptorFactory(Executor threads) {
        this.threads = threads;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Artemis declares it
    public Acceptor createAcceptor(
            String name,
            ClusterConnection clusterConnection,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor replaced,
            ScheduledExecutorService scheduledThreadPool,
            Map<String, ProtocolManager> protocolMap,
            String threadFactoryGroupName,
            MetricsManager metricsManager) {
        return super.createAcceptor(
                name,
                clusterConnection,
                configuration,
                handler,
                listener,
                threads,
                scheduledThreadPool,
                protocolMap,
                threadFactoryGroupName,
                metricsManager);
    }
}
