package org.tidings.authorization;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tidings.namespace.Namespaces;
import org.tidings.settings.Settings;

/** Makes the one access control, with the rules that hold at the start. */
@Dependent
class AuthorizerProducer {
    private static final Logger LOG = System.getLogger(AuthorizerProducer.class.getName());

    @Produces
    @Singleton
    static AccessControl accessControl(
            Settings settings, @Any Instance<ChannelAuthorizer> applications, MeterRegistry meters) {
        ChannelRules rules = ChannelRules.from(settings);
        List<Asked> asked = new ArrayList<>();
        applications.forEach(each -> asked.add(
                new LocalAuthorizer(each, AuthorizerSettings.timeout(settings), AuthorizerSettings.keep(settings))));
        Optional<RemoteSettings> behindTheBroker = RemoteSettings.from(settings, settings.get("tidings.instance", ""));
        RemoteAuthorizer remote =
                behindTheBroker.map(each -> new RemoteAuthorizer(each, meters)).orElse(null);
        if (remote != null) {
            asked.add(remote);
        }
        if (rules.size() == 0 && asked.isEmpty()) {
            LOG.log(Level.WARNING, "there are no rules and tidings.channels is not open: nobody may use any channel");
        }
        if (!asked.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "{0} of the application are asked beside the rules, {1} of them at the broker''s address {2}",
                    asked.size(),
                    remote == null ? 0 : 1,
                    behindTheBroker.map(RemoteSettings::address).orElse("-"));
        }
        UserChannels users = new UserChannels(Namespaces.from(settings).inboxes());
        return new AccessControl(rules, users, new Applications(asked), remote);
    }
}
