package org.tidings.authorization;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.tidings.settings.Settings;

/** Chooses who decides, from {@code tidings.channels}: {@code open}, or {@code denied}, which is also the default. */
@Dependent
class AuthorizerProducer {
    @Produces
    @Singleton
    static Authorizer authorizer(Settings settings) {
        return settings.getOneOf("tidings.channels", "denied", "open", "denied").equals("open")
                ? new GrantedChannels()
                : (caller, action, channel) -> false;
    }
}
