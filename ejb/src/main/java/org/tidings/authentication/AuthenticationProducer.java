package org.tidings.authentication;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.tidings.settings.Settings;

/** Makes the one verifier, which keeps the keys that it fetched, what was revoked, and the one list of origins. */
@Dependent
class AuthenticationProducer {
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
        return new OriginPolicy(settings);
    }
}
