package org.tidings.launcher.broker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.server.ServiceRegistry;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;

/**
 * The threads of one broker: one {@link Relay} for what it does, writes, and gives to clients in the same process.
 */
final class BrokerThreads implements AutoCloseable {
    private static final Logger LOG = System.getLogger(BrokerThreads.class.getName());

    /** As many as Artemis itself would have. */
    private static final int MAX_WORKERS = 30;

    private static final int MAX_WRITERS = 5;
    private static final long END_SECONDS = 10;

    private final Relay relay = new Relay();
    private final ExecutorService work = relay.pool("broker", MAX_WORKERS);
    private final ExecutorService journal = relay.pool("broker-journal", MAX_WRITERS);
    private final ExecutorService paging = relay.pool("broker-paging", MAX_WRITERS);
    /** Without a bound, as Artemis' own: to open a session one waits for the others. */
    private final ExecutorService remoting = relay.pool("broker-remoting");

    private final ExecutorService clients = relay.pool("broker-clients", MAX_WORKERS);

    BrokerThreads() {
        clients(clients);
    }

    /** For the server that is to use them. */
    ServiceRegistry registry() {
        ServiceRegistryImpl registry = new ServiceRegistryImpl();
        registry.setExecutorService(work);
        registry.setIOExecutorService(journal);
        registry.setPageExecutorService(paging);
        registry.addAcceptorFactory(BrokerConfiguration.VM, new RelayAcceptorFactory(remoting));
        return registry;
    }

    /**
     * Artemis gives clients in the same process what the broker sends them on threads of all such connections, for which there
     * is no setting. Where a newer one has no such field, it keeps its own: slower, and nothing else.
     *
     * @param threads null for those that it makes itself
     */
    private static void clients(ExecutorService threads) {
        try {
            Field field = InVMConnector.class.getDeclaredField("executorService");
            field.setAccessible(true);
            synchronized (InVMConnector.class) {
                field.set(null, threads);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "Connections in this process use threads of their own", e);
        }
    }

    /** Once the server has stopped. */
    @Override
    public void close() {
        clients(null);
        List<ExecutorService> pools = List.of(work, journal, paging, remoting, clients);
        pools.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService pool : pools) {
                pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            relay.close();
        }
    }
}
