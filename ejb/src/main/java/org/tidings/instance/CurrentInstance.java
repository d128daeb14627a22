package org.tidings.instance;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;

/** The instance that runs in this application, for whoever injects it. Thread-safe. */
@ApplicationScoped
public class CurrentInstance implements Readiness {

    /** Null until it is started. */
    private volatile RunningInstance running;

    private volatile boolean wasReady;

    /** Never null. */
    private volatile Supplier<List<String>> warnings = List::of;

    void warn(Supplier<List<String>> reasons) {
        warnings = reasons;
    }

    void set(RunningInstance instance) {
        running = instance;
    }

    /** Null until it is started. */
    public RunningInstance get() {
        return running;
    }

    /** Says {@code bye} to all clients and waits until they are gone, some seconds at most. Only the first call does. */
    public void drain() {
        RunningInstance instance = running;
        if (instance != null) {
            instance.drain();
        }
    }

    @Override
    public List<String> obstacles() {
        RunningInstance instance = running;
        return instance == null ? List.of("the instance is starting") : instance.obstacles();
    }

    /**
     * Whether it has been ready since it started. From then on it serves while the broker is away: history can be read
     * without it, and what was revoked is not forgotten.
     */
    public boolean wasReady() {
        if (!wasReady) {
            wasReady = obstacles().isEmpty();
        }
        return wasReady;
    }

    @Override
    public List<String> warnings() {
        return warnings.get();
    }

    @Override
    public boolean draining() {
        RunningInstance instance = running;
        return instance != null && instance.draining();
    }

    @Override
    public boolean overloaded() {
        RunningInstance instance = running;
        return instance != null && instance.overloaded();
    }
}
