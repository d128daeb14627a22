package org.tidings.launcher.broker;

import java.lang.System.Logger;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServer.SERVER_STATE;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.tidings.settings.Settings;

/**
 * One of two brokers, in this JVM: live, or following the other. Watched by a thread of its own, which tells each change of its
 * standing. Started and stopped once, each on any thread.
 */
public final class PairedBroker implements AutoCloseable {

    private static final Logger LOG = System.getLogger(PairedBroker.class.getName());

    private static final long LOOK_MILLIS = 100;

    private final ActiveMQServerImpl server;
    private final Consumer<String> told;
    private final LiveBrokerProbe probe;
    private final Thread starter = new Thread(this::run, "pair-start");
    private final Thread watch = new Thread(this::watch, "pair-watch");
    private volatile boolean closing;
    private volatile Throwable failure;

    private PairedBroker(BrokerSettings settings, PairSettings pair, Consumer<String> told) {
        this.server = new ActiveMQServerImpl(BrokerConfiguration.of(settings, pair), BrokerLogin.by(settings.access()));
        this.told = told;
        this.probe = new LiveBrokerProbe(server, PairConfiguration.url(pair.peer(), settings.access()));
    }

    /**
     * Starts one of a pair for the log as configured in this process. Called by reflection: the launcher sees no class of this package.
     *
     * @param pair as {@link PairSettings#of} reads it
     * @param access as {@link BrokerAccess#of} reads it
     * @param told takes the name of each new {@link Standing}
     */
    public static PairedBroker start(
            String name,
            Path journal,
            String bind,
            int port,
            Map<String, String> pair,
            Map<String, String> access,
            Consumer<String> told) {
        BrokerSettings settings =
                BrokerSettings.of(Settings.load(), name, journal, bind, port, BrokerAccess.of(access));
        return start(settings, PairSettings.of(pair), told);
    }

    /** Returns at once: which of the two becomes live, and when, is told. */
    static PairedBroker start(BrokerSettings settings, PairSettings pair, Consumer<String> told) {
        PairedBroker broker = new PairedBroker(settings, pair, told);
        // Becoming live may have to wait for the other broker.
        broker.starter.start();
        broker.watch.start();
        return broker;
    }

    /** The server inside, for tests that look at its queues. */
    ActiveMQServer server() {
        return server;
    }

    private void run() {
        try {
            server.registerActivationFailureListener(e -> failure = e);
            server.start();
        } catch (Exception e) {
            failure = e;
        }
    }

    private void watch() {
        try {
            for (Standing before = null; before != Standing.ENDED && !closing; Thread.sleep(LOOK_MILLIS)) {
                Standing now = standing();
                if (now != before) {
                    LOG.log(now.level(), "pair: {0}", now.description());
                    told.accept(now.description());
                }
                before = now;
                if (now == Standing.IN_SYNC) {
                    probe.look();
                } else {
                    probe.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            probe.close();
        }
    }

    private Standing standing() {
        if (failure != null || stopped()) {
            return Standing.ENDED;
        }
        if (server.getState() != SERVER_STATE.STARTED) {
            return Standing.WAITING;
        }
        boolean inSync = server.getActivation() != null && server.isReplicaSync();
        if (server.isActive()) {
            return inSync ? Standing.LIVE : Standing.ALONE;
        }
        return inSync ? Standing.IN_SYNC : Standing.WAITING;
    }

    /** Where it stops only to start again as another kind, Artemis holds its monitor meanwhile. */
    private boolean stopped() {
        if (server.getState() != SERVER_STATE.STOPPED || starter.isAlive()) {
            return false;
        }
        synchronized (server) {
            return server.getState() == SERVER_STATE.STOPPED;
        }
    }

    /** Ends all connections and closes the journal. Where the other broker has everything, it is live at once. */
    @Override
    public void close() {
        closing = true;
        try {
            server.stop();
            watch.join(TimeUnit.SECONDS.toMillis(10));
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not stop in order", e);
        }
    }
}
