package org.tidings.administration;

import java.time.Instant;

/**
 * An open connection of this instance.
 *
 * @param id as told to the client in {@code hello}
 * @param user the name that others see
 * @param subject the token's {@code sub}; null where the issuer gave none
 * @param since when it was opened
 * @param expiresAt when its token ends
 * @param subscriptions how many
 */
public record LiveConnection(
        String id, String user, String subject, Instant since, Instant expiresAt, int subscriptions) {}
