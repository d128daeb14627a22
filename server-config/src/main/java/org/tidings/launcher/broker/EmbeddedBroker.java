package org.tidings.launcher.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
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
        BrokerThreads threads = new BrokerThreads();
        ActiveMQServer server = new ActiveMQServerImpl(
                BrokerConfiguration.of(settings), null, BrokerLogin.by(settings.access()), null, threads.registry());
        EmbeddedBroker broker = new EmbeddedBroker(server, threads);
        try {
            server.start();
            server.registerIOCriticalErrorListener(lostJournal);
            boolean active = server.waitForActivation(ACTIVATION_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            // Artemis logs a port that it cannot open, and runs on without.
            if (!active || !server.getRemotingService().getAcceptor("tcp").isStarted()) {
                broker.close();
                throw new IllegalStateException(
                        active
                                ? "The broker cannot listen on " + settings.bind() + ":" + settings.port()
                                : "The journal " + settings.journal() + " is in use or cannot be loaded");
            }
            return broker;
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            threads.close();
            throw new IllegalStateException("The broker does not start on the journal " + settings.journal(), e);
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
