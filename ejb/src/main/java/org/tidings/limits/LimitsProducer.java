package org.tidings.limits;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.tidings.settings.Settings;

/** Makes the one entrance and the one count of refusals: without a proxy in front, for they are asked often. */
@Dependent
class LimitsProducer {
    @Produces
    @Singleton
    static Refusals refusals(MeterRegistry meters) {
        return new Refusals(meters);
    }

    @Produces
    @Singleton
    static Entrance entrance(Settings settings, Refusals refusals) {
        return new Entrance(settings, refusals);
    }
}
