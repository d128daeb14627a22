package org.tidings.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.settings.Settings;

/** Registries with the default limits on requests, whose meters nobody reads. */
final class SessionRegistries {

    private SessionRegistries() {}

    static SessionRegistry of(SessionSettings settings) {
        return new SessionRegistry(
                settings,
                new RequestLimits(Settings.of(Map.of()), new Refusals(new SimpleMeterRegistry())),
                Thread::new,
                new SimpleMeterRegistry());
    }
}
