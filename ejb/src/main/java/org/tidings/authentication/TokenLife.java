package org.tidings.authentication;

import java.time.Duration;
import org.tidings.settings.Settings;

/** How long a token can be accepted at all. */
public final class TokenLife {

    private TokenLife() {}

    /** From its issue to the last moment in which an instance whose clock is late may take it. */
    public static Duration longest(Settings settings) {
        return ClaimsPolicy.maxLife(settings).plusSeconds(2 * ClaimsPolicy.MAX_CLOCK_SKEW_SECONDS);
    }
}
