package org.tidings.authentication;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import org.tidings.settings.Settings;

/** Makes the one verifier, which keeps the keys that it fetched, what was revoked, and the one list of origins. */
@Dependent
class AuthenticationProducer {
    private static final Logger LOG = System.getLogger(AuthenticationProducer.class.getName());

    @Produces
    @Singleton
    static Revocations revocations() {
        return new Revocations(Clock.systemUTC());
    }

    @Produces
    @Singleton
    static TokenVerifier tokenVerifier(Settings settings, Revocations revocations) {
        return new TokenVerifier(settings, Clock.systemUTC(), revocations);
    }

    @Produces
    @Singleton
    static OriginPolicy originPolicy(Settings settings) {
        OriginPolicy origins = new OriginPolicy(settings);
        // Told here, where an instance starts, and not where a file is only checked.
        if (origins.allowsNone()) {
            LOG.log(Level.INFO, "{0} is not set: no web page may connect, other clients may", OriginPolicy.KEY);
        }
        return origins;
    }
}
