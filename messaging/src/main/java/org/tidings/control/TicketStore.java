package org.tidings.control;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where one-time tickets wait for whoever takes them, on any instance: one taker has each, or nobody. Thread-safe; no
 * method blocks. Futures fail where the broker does not answer or is full; whoever waits no longer cancels them.
 */
public interface TicketStore extends AutoCloseable {

    void start();

    /**
     * Puts a ticket there.
     *
     * @param key what it is taken by; letters, digits, {@code -} and {@code _}
     * @param contents what its taker gets
     * @param lifeMillis how long it waits
     */
    CompletableFuture<Void> put(String key, String contents, long lifeMillis);

    /** Takes a ticket: its contents, for the first who asks; empty for everybody else. */
    CompletableFuture<Optional<String>> take(String key);

    @Override
    void close();
}
