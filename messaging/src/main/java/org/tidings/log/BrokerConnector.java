package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Opens connections to the broker. Thread-safe.
 *
 * <p>A connection never heals silently: the sequencer must know that its lead is gone, the tail that it must resume. Each
 * user opens a new one after any exception.
 */
public final class BrokerConnector implements AutoCloseable {

    /** How long a frozen peer is believed, in milliseconds: bounds how long a frozen leader stalls a shard. */
    private static final long CONNECTION_TTL_MILLIS = 4_000;

    private static final long CALL_TIMEOUT_MILLIS = 5_000;

    private final Endpoint endpoint;
    /** Null until the first connection. */
    private ConnectionFactory factory;

    private volatile boolean closed;

    /**
     * Where the broker is.
     *
     * @param url an Artemis URL; unused when a JNDI name is given
     * @param user null for none
     * @param password null for none
     * @param jndiName an administrator's connection factory, null for none
     */
    public record Endpoint(String url, String user, String password, String jndiName) {

        /** Without the password. */
        @Override
        public String toString() {
            return jndiName != null ? jndiName : url;
        }
    }

    public BrokerConnector(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Opens a connection, not yet started. */
    Connection open() throws JMSException {
        ConnectionFactory current = factory();
        try {
            return endpoint.user() == null
                    ? current.createConnection()
                    : current.createConnection(endpoint.user(), endpoint.password());
        } catch (IllegalStateException e) {
            // A factory that failed to set itself up, as was seen once while a server started, fails ever after.
            discard(current);
            throw e;
        } finally {
            if (closed) {
                NetworkThreads.endIfUnused();
            }
        }
    }

    private synchronized void discard(ConnectionFactory unfit) {
        if (factory == unfit) {
            factory = null;
        }
    }

    private synchronized ConnectionFactory factory() throws JMSException {
        if (closed) {
            throw new JMSException("closed");
        }
        if (factory == null) {
            factory = endpoint.jndiName() != null ? lookUp(endpoint.jndiName()) : connectTo(endpoint.url());
        }
        return factory;
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

    private static ConnectionFactory connectTo(String url) {
        ActiveMQConnectionFactory artemis = new ActiveMQConnectionFactory(url);
        artemis.setReconnectAttempts(0);
        artemis.setInitialConnectAttempts(1);
        artemis.setCallTimeout(CALL_TIMEOUT_MILLIS);
        // The global pools outlive every factory, and with it the application that is undeployed.
        artemis.setUseGlobalPools(false);
        NetworkThreads.use();
        if (!url.startsWith("vm:")) {
            artemis.setConnectionTTL(CONNECTION_TTL_MILLIS);
            artemis.setClientFailureCheckPeriod(CONNECTION_TTL_MILLIS / 2);
        }
        return artemis;
    }

    /**
     * Ends the threads that serve the connections; none is opened after this. They should be closed before; those that still wait for a broker which does not
     * answer are cut off, and their users get an exception.
     */
    @Override
    public void close() {
        ConnectionFactory last;
        synchronized (this) {
            closed = true;
            last = factory;
            factory = null;
        }
        if (last instanceof ActiveMQConnectionFactory artemis) {
            // In this order: what the network tells at last is told on the factory's threads.
            NetworkThreads.release();
            // Closing alone would say goodbye to the broker for each connection left, and wait for its answer.
            ((ServerLocatorInternal) artemis.getServerLocator()).cleanup();
            artemis.close();
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
