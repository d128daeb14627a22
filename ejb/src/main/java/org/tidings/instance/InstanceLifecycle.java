package org.tidings.instance;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Revocations;
import org.tidings.authentication.TokenVerifier;
import org.tidings.authorization.AccessControl;
import org.tidings.limits.Entrance;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsRecordQueue;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.Namespaces;
import org.tidings.settings.Settings;

/**
 * Starts the instance with the application and ends it with it: clients get their {@code bye} before anything else goes.
 *
 * <p>Construction and destruction on the container's thread. What it holds in between is {@link RunningInstance}.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class InstanceLifecycle {

    private static final Logger LOG = System.getLogger(InstanceLifecycle.class.getName());

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private Settings settings;

    @Inject
    private TokenVerifier tokens;

    @Inject
    private Revocations revocations;

    @Inject
    private AccessControl control;

    @Inject
    private AuditTrail audit;

    @Inject
    private Entrance entrance;

    @Inject
    private MeterRegistry meters;

    @Inject
    private Event<InstanceStarting> starting;

    @Inject
    private Event<InstanceStopped> stopped;

    @Inject
    private CurrentInstance current;

    /** Set once, by the thread that starts the application. */
    private HeldStart begin;

    /** Set once likewise; empty where there is no file. */
    private Optional<ConfigurationWatch> configuration;

    @PostConstruct
    void start() {
        InstanceStarting event = new InstanceStarting();
        starting.fire(event);
        audit.address()
                .ifPresent(address -> audit.sendTo(
                        new JmsRecordQueue(address, new BrokerConnector(BrokerEndpoint.from(settings)), threads)));
        audit.start(threads);
        CurrentNamespaces namespaces = new CurrentNamespaces(Namespaces.from(settings));
        RunningInstance instance = new RunningInstance(
                settings, tokens, revocations, control, namespaces, audit, entrance.refusals(), threads, meters);
        configuration = settings.file()
                .map(file -> new ConfigurationWatch(
                        file, settings, Settings::load, control, namespaces, instance::recheck, audit, meters));
        configuration.ifPresent(watch -> current.warn(watch::mistakes));
        begin = new HeldStart(event::isHeldBack, () -> {
            instance.start();
            configuration.ifPresent(watch -> watch.start(threads));
            current.set(instance);
            LOG.log(Level.INFO, "instance {0} started", instance.name());
        });
        begin.start(threads);
    }

    @PreDestroy
    void stop() {
        begin.cancel();
        configuration.ifPresent(ConfigurationWatch::stop);
        RunningInstance instance = current.get();
        if (instance != null) {
            instance.stop();
        }
        audit.close();
        stopped.fire(new InstanceStopped());
    }
}
