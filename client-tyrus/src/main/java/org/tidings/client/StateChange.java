package org.tidings.client;

import java.util.Optional;

/**
 * A step of the client's connection state.
 *
 * @param from the state left
 * @param to the state entered
 * @param reason why, in words for a log or a person; never null
 * @param retryInMillis in {@link ConnectionState#WAITING}: when the next attempt is due; else 0
 * @param failure in {@link ConnectionState#CLOSED}: what ended the client, empty if the application closed it
 */
public record StateChange(
        ConnectionState from,
        ConnectionState to,
        String reason,
        long retryInMillis,
        Optional<TidingsException> failure) {}
