package org.tidings.audit;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.tidings.settings.Settings;

/** Makes the one trail of the instance, which is started with it. */
@Dependent
class AuditTrailProducer {
    @Produces
    @Singleton
    static AuditTrail auditTrail(Settings settings, MeterRegistry meters) {
        return new AuditTrail(AuditSettings.from(settings, settings.get("tidings.instance", "")), meters);
    }
}
