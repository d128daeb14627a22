package org.tidings.instance;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tidings.audit.AuditSettings;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authorization.ChannelRules;
import org.tidings.authorization.RemoteSettings;
import org.tidings.limits.AdmissionSettings;
import org.tidings.limits.ClientAddresses;
import org.tidings.limits.RequestSettings;
import org.tidings.namespace.Namespaces;
import org.tidings.presence.PresenceSettings;
import org.tidings.session.SessionSettings;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Mistake;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Place;
import org.tidings.settings.Settings;

/**
 * Reads a configuration file as an instance would, and says everything that is wrong with it. Called by the launcher before it
 * boots anything, through {@link #mistakes}. Stateless.
 */
public final class ConfigurationCheck {
    /** Whatever looks at settings when an instance starts. */
    private static final List<Consumer<Settings>> READERS = List.of(
            ChannelRules::from,
            Namespaces::from,
            OriginPolicy::new,
            settings -> SessionSettings.from(settings, "", 0),
            AdmissionSettings::from,
            ClientAddresses::new,
            RequestSettings::from,
            PresenceSettings::from,
            settings -> AuditSettings.from(settings, ""),
            settings -> RemoteSettings.from(settings, ""),
            LogBounds::from);

    private ConfigurationCheck() {}

    /** Each mistake in one line with file, line, column and path; in the order of the file. Empty when the file can be used. */
    public static List<String> mistakes(Path file) {
        Mistakes mistakes = new Mistakes(file.toString());
        Settings settings = Settings.load(file, mistakes);
        for (Consumer<Settings> reader : READERS) {
            try {
                reader.accept(settings);
            } catch (InvalidSetting refused) {
                if (refused.mistakes().isEmpty()) {
                    mistakes.add(Place.WHOLE_FILE, refused.getMessage());
                }
                refused.mistakes().forEach(mistake -> mistakes.add(mistake.place(), mistake.reason()));
            }
        }
        return mistakes.list().stream().map(Mistake::toString).toList();
    }
}
