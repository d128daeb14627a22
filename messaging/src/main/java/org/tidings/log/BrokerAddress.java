package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** One broker, by its URL, as one thread reaches it. Opened by one thread at a time; cut off by any. */
final class BrokerAddress implements FirstToAnswer.Candidate {

    private static final long CALL_TIMEOUT_MILLIS = 5_000;

    /** For a host that is gone; the system's own would be minutes. */
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    /** Between a failed attempt's two halves. The client's default of two seconds is all that a publish waits. */
    private static final long RETRY_MILLIS = 20;

    private final String url;
    private final BrokerConnector.Endpoint endpoint;
    private final ClientThreads threads;
    private final long ttlMillis;
    /** Null until the first connection. */
    private volatile ActiveMQConnectionFactory factory;

    /** @param ttlMillis how long a silent peer is believed, on both sides */
    BrokerAddress(String url, BrokerConnector.Endpoint endpoint, ClientThreads threads, long ttlMillis) {
        this.url = url;
        this.endpoint = endpoint;
        this.threads = threads;
        this.ttlMillis = ttlMillis;
    }

    /** Opens a connection, not yet started. */
    @Override
    public Connection open() throws JMSException {
        try {
            return endpoint.user() == null
                    ? factory().createConnection()
                    : factory().createConnection(endpoint.user(), endpoint.password());
        } catch (IllegalStateException e) {
            // A factory that failed to set itself up, as was seen once while a server started, fails ever after.
            factory = null;
            throw e;
        }
    }

    /** Ends what is still open. Closing alone would say goodbye to the broker, and wait for its answer. */
    void cutOff() {
        ActiveMQConnectionFactory last = factory;
        if (last != null) {
            ((ServerLocatorInternal) last.getServerLocator()).cleanup();
            last.close();
        }
    }

    /** The name in the certificate is checked in any case, unless the URL says otherwise. */
    private void trust(Map<String, Object> parameters) {
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, "true");
        parameters.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PEMCA");
        parameters.put(TransportConstants.TRUSTSTORE_PATH_PROP_NAME, endpoint.issuers());
    }

    private ActiveMQConnectionFactory factory() {
        if (factory == null) {
            ActiveMQConnectionFactory made = new ActiveMQConnectionFactory(url);
            made.getServerLocator().setThreadPools(threads.workers(), threads.timer(), threads.workers());
            made.setReconnectAttempts(0);
            made.setInitialConnectAttempts(1);
            made.setRetryInterval(RETRY_MILLIS);
            made.setCallTimeout(CALL_TIMEOUT_MILLIS);
            // The addresses that a pair tells of itself may be none that lead there from here.
            made.setUseTopologyForLoadBalancing(false);
            if (!url.startsWith("vm:")) {
                made.setConnectionTTL(ttlMillis);
                made.setClientFailureCheckPeriod(ttlMillis / 4);
            }
            // Nothing here asks for an object's message; should something ever, no class may come of it.
            made.setDeserializationDenyList("*");
            for (TransportConfiguration broker : made.getStaticConnectors()) {
                broker.getParams().putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_TIMEOUT_MILLIS);
                if (endpoint.issuers() != null && !url.startsWith("vm:")) {
                    trust(broker.getParams());
                }
            }
            factory = made;
        }
        return factory;
    }
}
