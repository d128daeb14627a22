package org.tidings.settings;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands the process's settings to whoever injects them: one immutable object, no proxy in front. */
@Dependent
class SettingsProducer {
    @Produces
    @Singleton
    static Settings settings() {
        return Settings.load();
    }
}
