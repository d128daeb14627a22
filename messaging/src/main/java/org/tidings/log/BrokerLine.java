package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.function.BooleanSupplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * One thread's way to the broker. Each has a factory of its own: a factory opens one connection at a time, and an attempt that
 * hangs would hold up all other threads.
 *
 * <p>Opened by its thread; cut off by any.
 */
final class BrokerLine {

    /** How long a frozen peer is believed, in milliseconds: bounds how long a frozen leader stalls a shard. */
    private static final long CONNECTION_TTL_MILLIS = 4_000;

    private static final long CALL_TIMEOUT_MILLIS = 5_000;

    /** For a host that is gone; the system's own would be minutes. */
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    /** Between a failed attempt's two halves. The client's default of two seconds is all that a publish waits. */
    private static final long RETRY_MILLIS = 20;

    private final BrokerConnector.Endpoint endpoint;
    private final ClientThreads threads;
    private final BooleanSupplier closed;
    /** Null until the first connection, and where an administrator's factory is used. */
    private volatile ActiveMQConnectionFactory artemis;

    BrokerLine(BrokerConnector.Endpoint endpoint, ClientThreads threads, BooleanSupplier closed) {
        this.endpoint = endpoint;
        this.threads = threads;
        this.closed = closed;
    }

    /** Opens a connection, not yet started. */
    Connection open() throws JMSException {
        if (closed.getAsBoolean()) {
            throw new JMSException("closed");
        }
        ConnectionFactory factory = endpoint.jndiName() != null ? lookUp(endpoint.jndiName()) : factory();
        try {
            return endpoint.user() == null
                    ? factory.createConnection()
                    : factory.createConnection(endpoint.user(), endpoint.password());
        } catch (IllegalStateException e) {
            // A factory that failed to set itself up, as was seen once while a server started, fails ever after.
            artemis = null;
            throw e;
        } finally {
            if (closed.getAsBoolean() && artemis != null) {
                NetworkThreads.endIfUnused();
            }
        }
    }

    /** Ends what is still open. Closing alone would say goodbye to the broker, and wait for its answer. */
    void cutOff() {
        ActiveMQConnectionFactory last = artemis;
        if (last != null) {
            ((ServerLocatorInternal) last.getServerLocator()).cleanup();
            last.close();
        }
    }

    private static ConnectionFactory lookUp(String jndiName) throws JMSException {
        try {
            return InitialContext.doLookup(jndiName);
        } catch (NamingException e) {
            JMSException failure = new JMSException("no connection factory at " + jndiName);
            failure.setLinkedException(e);
            throw failure;
        }
    }

    private ActiveMQConnectionFactory factory() {
        if (artemis == null) {
            ActiveMQConnectionFactory made = new ActiveMQConnectionFactory(endpoint.url());
            made.getServerLocator().setThreadPools(threads.workers(), threads.timer(), threads.workers());
            made.setReconnectAttempts(0);
            made.setInitialConnectAttempts(1);
            made.setRetryInterval(RETRY_MILLIS);
            made.setCallTimeout(CALL_TIMEOUT_MILLIS);
            if (!endpoint.url().startsWith("vm:")) {
                made.setConnectionTTL(CONNECTION_TTL_MILLIS);
                made.setClientFailureCheckPeriod(CONNECTION_TTL_MILLIS / 2);
            }
            for (TransportConfiguration broker : made.getStaticConnectors()) {
                broker.getParams().putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_TIMEOUT_MILLIS);
            }
            artemis = made;
        }
        return artemis;
    }
}
