package org.tidings.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Leads to the broker. Thread-safe.
 *
 * <p>A connection never heals silently: the sequencer must know that its lead is gone, the tail that it must resume. Each
 * user opens a new one after any exception.
 */
public final class BrokerConnector implements AutoCloseable {

    private final Endpoint endpoint;
    private final ClientThreads threads = new ClientThreads();
    private final List<BrokerLine> lines = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * Where the broker is.
     *
     * @param url an Artemis URL; unused when a JNDI name is given
     * @param user null for none
     * @param password null for none
     * @param jndiName an administrator's connection factory, null for none
     * @param issuers a file in PEM: the broker is spoken to over TLS, and its certificate must be from one of these; null to
     *     leave both to the URL. Unused when a JNDI name is given
     */
    public record Endpoint(String url, String user, String password, String jndiName, String issuers) {

        /** In the clear, or as the URL says. */
        public Endpoint(String url, String user, String password, String jndiName) {
            this(url, user, password, jndiName, null);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return jndiName != null ? jndiName : url;
        }
    }

    public BrokerConnector(Endpoint endpoint) {
        this.endpoint = endpoint;
        if (endpoint.jndiName() == null) {
            NetworkThreads.use();
        }
    }

    /** Whether it leads to a pair of brokers, as far as it is ours to know. */
    boolean pair() {
        return endpoint.jndiName() == null && BrokerUrls.of(endpoint.url()).size() > 1;
    }

    /** A further thread's way to the broker. */
    BrokerLine line() {
        BrokerLine line = new BrokerLine(endpoint, threads, () -> closed);
        lines.add(line);
        return line;
    }

    /**
     * Ends the threads that serve the connections; none is opened after this. They should be closed before; those that still
     * wait for a broker which does not answer are cut off, and their users get an exception. For the second time without
     * effect.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        lines.forEach(BrokerLine::cutOff);
        if (endpoint.jndiName() == null) {
            NetworkThreads.release();
        }
        threads.end();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
