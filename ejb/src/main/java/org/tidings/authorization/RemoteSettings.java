package org.tidings.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tidings.settings.Settings;

/**
 * How the application behind the broker is asked.
 *
 * @param address the queue that it reads
 * @param instance who asks
 * @param claims which of a token's it is told
 * @param timeout after which it has not answered
 * @param keep how long an answer may be remembered that does not say so itself
 */
public record RemoteSettings(String address, String instance, List<ClaimPath> claims, Duration timeout, Duration keep) {

    /** Questions that may wait for an answer at once. More are not asked: a storm must not drown who answers. */
    public static final int MAX_WAITING = 1_000;

    /** Empty where there is none to ask. */
    public static Optional<RemoteSettings> from(Settings settings, String instance) {
        List<ClaimPath> claims = settings.getList("tidings.authorizer.claims").stream()
                .map(ClaimPath::new)
                .toList();
        return settings.find("tidings.authorizer.address")
                .map(address -> new RemoteSettings(
                        address,
                        instance,
                        claims,
                        AuthorizerSettings.timeout(settings),
                        AuthorizerSettings.keep(settings)));
    }
}
