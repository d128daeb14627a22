package org.tidings.authorization;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.tidings.settings.Settings;

/** Makes the one access control, with the rules that hold at the start. */
@Dependent
class AuthorizerProducer {
    private static final Logger LOG = System.getLogger(AuthorizerProducer.class.getName());

    @Produces
    @Singleton
    static AccessControl accessControl(Settings settings, @Any Instance<ChannelAuthorizer> applications) {
        ChannelRules rules = ChannelRules.from(settings);
        if (rules.size() == 0 && applications.isUnsatisfied()) {
            LOG.log(Level.WARNING, "there are no rules and tidings.channels is not open: nobody may use any channel");
        }
        Applications asked = Applications.of(applications.stream().toList(), settings);
        if (asked.any()) {
            LOG.log(
                    Level.INFO,
                    "{0} of the application are asked beside the rules",
                    asked.authorizers().size());
        }
        return new AccessControl(rules, asked);
    }
}
