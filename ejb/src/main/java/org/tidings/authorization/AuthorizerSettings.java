package org.tidings.authorization;

import java.time.Duration;
import org.tidings.settings.Settings;

/** What holds for every application that is asked, wherever it lives. Stateless. */
final class AuthorizerSettings {
    private AuthorizerSettings() {}

    static Duration timeout(Settings settings) {
        return Duration.ofMillis(settings.getInt("tidings.authorizer.timeout-millis", 2_000, 10, 60_000));
    }

    static Duration keep(Settings settings) {
        return Duration.ofMillis(settings.getInt("tidings.authorizer.keep-millis", 10_000, 0, 3_600_000));
    }
}
