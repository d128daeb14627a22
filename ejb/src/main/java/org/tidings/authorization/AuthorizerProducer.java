package org.tidings.authorization;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.tidings.settings.Settings;

/** Chooses who decides, from {@code tidings.channels}: {@code open}, or {@code denied}, which is also the default. */
@Dependent
class AuthorizerProducer {
    private static final String OPEN = "whoever has a token may use every channel that the token does not exclude";
    private static final String DENIED = "nobody may use any channel";
    private static final Logger LOG = System.getLogger(AuthorizerProducer.class.getName());

    @Produces
    @Singleton
    static Authorizer authorizer(Settings settings) {
        String channels = settings.getOneOf("tidings.channels", "denied", "open", "denied");
        LOG.log(Level.INFO, "tidings.channels = {0}: {1}", channels, channels.equals("open") ? OPEN : DENIED);
        return channels.equals("open") ? new GrantedChannels() : (caller, action, channel) -> false;
    }
}
