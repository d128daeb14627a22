package org.tidings.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands out the one registry without a proxy in front: it is called for every message. */
@Dependent
class TelemetryProducer {
    @Produces
    @Singleton
    static Telemetry telemetry() {
        return new Telemetry();
    }

    @Produces
    @Singleton
    static MeterRegistry meterRegistry(Telemetry telemetry) {
        return telemetry.registry();
    }

    static void close(@Disposes Telemetry telemetry) {
        telemetry.close();
    }
}
