package org.tidings.authentication;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.tidings.settings.Settings;

/** Makes the one verifier, which keeps the keys that it fetched. */
@Dependent
class TokenVerifierProducer {
    @Produces
    @Singleton
    static TokenVerifier tokenVerifier(Settings settings) {
        return new TokenVerifier(settings, Clock.systemUTC());
    }
}
