package org.tidings.launcher.broker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.Optional;
import org.tidings.instance.InstanceStarting;
import org.tidings.instance.InstanceStopped;
import org.tidings.settings.Settings;

/**
 * Runs the broker inside an instance of the default distribution, where the launcher asked for one: up before the instance opens the
 * log, down after it has closed it.
 */
@ApplicationScoped
public class EmbeddedBrokerLifecycle {
    /** Null while there is none. Only touched by the thread that starts and stops the application. */
    private EmbeddedBroker broker;

    void start(@Observes InstanceStarting starting, Settings settings) {
        Optional<String> journal = settings.find("tidings.embedded-broker.journal");
        if (journal.isPresent()) {
            BrokerSettings shape = BrokerSettings.of(
                    settings,
                    settings.get("tidings.instance", "tidings"),
                    Path.of(journal.get()),
                    settings.get("tidings.embedded-broker.bind", "127.0.0.1"),
                    settings.getInt("tidings.embedded-broker.port", 61_616, 1, 65_535),
                    BrokerAccess.of(Path.of(settings.get("tidings.embedded-broker.users", "."))));
            broker = EmbeddedBroker.start(shape, LostJournal.endsTheProcess());
        }
    }

    void stop(@Observes InstanceStopped stopped) {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }
}
