package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * One thread's way to the broker, or to the live one of a pair. Each has factories of its own: a factory opens one connection at a
 * time, and an attempt that hangs would hold up all other threads.
 *
 * <p>Opened by its thread; cut off by any.
 */
final class BrokerLine {

    /** How long a frozen peer is believed, in milliseconds: bounds how long a frozen leader stalls a shard. */
    private static final long CONNECTION_TTL_MILLIS = 4_000;

    /** Likewise, where there is another broker to go to. */
    private static final long PAIR_TTL_MILLIS = 2_000;

    private final BrokerConnector.Endpoint endpoint;
    private final BooleanSupplier closed;
    /** Empty where an administrator's factory is used. */
    private final List<BrokerAddress> addresses;

    private final FirstToAnswer pair;

    BrokerLine(BrokerConnector.Endpoint endpoint, ClientThreads threads, BooleanSupplier closed) {
        this.endpoint = endpoint;
        this.closed = closed;
        List<String> urls = endpoint.jndiName() != null ? List.of() : BrokerUrls.of(endpoint.url());
        long ttlMillis = urls.size() > 1 ? PAIR_TTL_MILLIS : CONNECTION_TTL_MILLIS;
        this.addresses = urls.stream()
                .map(url -> new BrokerAddress(url, endpoint, threads, ttlMillis))
                .toList();
        this.pair = new FirstToAnswer(addresses, threads.workers(), closed);
    }

    /** Opens a connection, not yet started. */
    Connection open() throws JMSException {
        if (closed.getAsBoolean()) {
            throw new JMSException("closed");
        }
        if (endpoint.jndiName() != null) {
            return administered();
        }
        try {
            return addresses.size() == 1 ? addresses.get(0).open() : pair.open();
        } finally {
            if (closed.getAsBoolean()) {
                NetworkThreads.endIfUnused();
            }
        }
    }

    /**
     * Whether a connection may have more than one session at a time. A factory that an administrator gave may be a container's, for
     * which the Jakarta EE platform forbids it.
     */
    boolean takesSeveralSessions() {
        return endpoint.jndiName() == null;
    }

    /** As whom, in words; for whoever has to find out why the broker does not let this instance in. */
    String user() {
        return endpoint.user() == null ? "without a user" : "as user " + endpoint.user();
    }

    void cutOff() {
        addresses.forEach(BrokerAddress::cutOff);
    }

    private Connection administered() throws JMSException {
        ConnectionFactory factory;
        try {
            factory = InitialContext.doLookup(endpoint.jndiName());
        } catch (NamingException e) {
            JMSException failure = new JMSException("no connection factory at " + endpoint.jndiName());
            failure.setLinkedException(e);
            throw failure;
        }
        return endpoint.user() == null
                ? factory.createConnection()
                : factory.createConnection(endpoint.user(), endpoint.password());
    }
}
