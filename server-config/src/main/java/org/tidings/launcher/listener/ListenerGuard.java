package org.tidings.launcher.listener;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.glassfish.grizzly.Connection;
import org.tidings.instance.InstanceStarting;
import org.tidings.instance.InstanceStopped;
import org.tidings.settings.Settings;

/**
 * Cuts off who lets the server wait, while the instance runs. Fails the start where the server's listener cannot be watched.
 *
 * <p>Started and stopped by the thread that does so with the application; in between it has a thread of its own.
 */
@ApplicationScoped
public class ListenerGuard {

    private static final Logger LOG = System.getLogger(ListenerGuard.class.getName());

    private static final long LOOK_MILLIS = 250;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    private final PeerWatch watch = new PeerWatch();
    /** Only touched by the thread that starts and stops the application. */
    private List<GrizzlyListener> listeners = List.of();

    private volatile boolean stopped;

    void start(@Observes InstanceStarting starting, Settings settings, MeterRegistry meters) {
        Patience patience = Patience.of(settings);
        listeners = GrizzlyListener.all();
        if (listeners.isEmpty()) {
            throw new IllegalStateException("the server has no listener to be guarded");
        }
        listeners.forEach(listener -> {
            listener.insert(watch);
            listener.readFrames();
        });
        Gauge.builder("tidings.connections.waiting", watch, PeerWatch::size)
                .description("Connections to the listener that are no WebSockets: handshakes, requests, idle ones")
                .register(meters);
        Thread thread = threads.newThread(() -> look(patience, meters));
        thread.setName("tidings-listener");
        thread.start();
    }

    void stop(@Observes InstanceStopped instanceStopped) {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        listeners.forEach(GrizzlyListener::restore);
    }

    private void look(Patience patience, MeterRegistry meters) {
        try {
            while (!stopped) {
                for (Patience.Cut<Connection<?>> cut : patience.judge(watch.waiting())) {
                    cutOff(cut, meters);
                }
                synchronized (this) {
                    if (!stopped) {
                        wait(LOOK_MILLIS);
                    }
                }
            }
        } catch (InterruptedException e) {
            // The container ends its threads.
            Thread.currentThread().interrupt();
        }
    }

    private static void cutOff(Patience.Cut<Connection<?>> cut, MeterRegistry meters) {
        LOG.log(
                Level.DEBUG,
                () -> "cut off " + cut.connection().getPeerAddress() + ": "
                        + cut.reason().tag());
        // Not closed in order: that would wait for what the peer does not read.
        cut.connection().terminateSilently();
        Counter.builder("tidings.connections.cut")
                .description("Connections to the listener that were cut off because their peer kept it waiting")
                .tag("reason", cut.reason().tag())
                .register(meters)
                .increment();
    }
}
