package org.tidings.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A channel that a client follows until {@link #unsubscribe}, through every reconnect. Safe for any thread. */
public interface Subscription {

    String channel();

    /**
     * Completes when a server has confirmed the subscription for the first time, which may take as long as no server is
     * there; fails with {@link Failure#REFUSED} or {@link Failure#CLOSED}.
     */
    CompletableFuture<Subscription> ready();

    /** Where a reconnect would resume; empty before anything is known, and in ephemeral channels. */
    Optional<Position> position();

    /**
     * Ends the subscription; no callback begins after the future has completed. Without a connection it completes at
     * once.
     */
    CompletableFuture<Void> unsubscribe();
}
