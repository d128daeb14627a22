package org.tidings.launcher.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.tidings.settings.Settings;

/** A running broker in this JVM. Started and stopped once, each on any thread. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final long ACTIVATION_TIMEOUT_SECONDS = 60;

    private final ActiveMQServer server;
    private final BrokerThreads threads;

    private EmbeddedBroker(ActiveMQServer server, BrokerThreads threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts a broker for the log as configured in this process. Called by reflection: the launcher sees no class of this package.
     *
     * @param access as {@link BrokerAccess#of} reads it
     */
    public static EmbeddedBroker start(String name, Path journal, String bind, int port, Map<String, String> access) {
        BrokerSettings settings =
                BrokerSettings.of(Settings.load(), name, journal, bind, port, BrokerAccess.of(access));
        return start(settings, LostJournal.endsTheProcess());
    }

    /**
     * Starts a broker; returns when its journal is loaded and its port is open.
     *
     * @param lostJournal told when it cannot write any more, before it stops by itself
     * @throws IllegalStateException when it does not come up
     */
    static EmbeddedBroker start(BrokerSettings settings, LostJournal lostJournal) {
        Configuration configuration = BrokerConfiguration.of(settings);
        ActiveMQSecurityManager login = BrokerLogin.by(settings.access());
        BrokerThreads threads = new BrokerThreads();
        EmbeddedBroker broker = new EmbeddedBroker(
                new ActiveMQServerImpl(configuration, null, login, null, threads.registry()), threads);
        try {
            broker.activate(settings, lostJournal);
            return broker;
        } catch (IllegalStateException e) {
            broker.close();
            throw e;
        } catch (Exception e) {
            threads.close();
            throw new IllegalStateException("The broker does not start on the journal " + settings.journal(), e);
        }
    }

    private void activate(BrokerSettings settings, LostJournal lostJournal) throws Exception {
        server.start();
        server.registerIOCriticalErrorListener(lostJournal);
        if (!server.waitForActivation(ACTIVATION_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The journal " + settings.journal() + " is in use or cannot be loaded");
        }
        // Artemis logs a port that it cannot open, and runs on without.
        if (!server.getRemotingService().getAcceptor("tcp").isStarted()) {
            throw new IllegalStateException("The broker cannot listen on " + settings.bind() + ":" + settings.port());
        }
    }

    /** The server inside, for tests that look at its queues. */
    ActiveMQServer server() {
        return server;
    }

    /** Ends all connections and closes the journal. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not stop in order", e);
        } finally {
            threads.close();
        }
    }
}
