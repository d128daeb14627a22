package org.tidings.ask;

import java.util.concurrent.CompletableFuture;

/**
 * Asks whoever reads an address of the broker, and brings back the answers. Thread-safe; no method blocks. {@link #start} once,
 * {@link #close} once.
 */
public interface Questions extends AutoCloseable {

    void start();

    /**
     * Asks, and waits for the one answer that names the question.
     *
     * @param id names the question among all of all instances, and cannot be guessed
     * @return the answer's text; fails with {@link NoAnswer}, or with {@link java.util.concurrent.TimeoutException} where none
     *     comes in time
     */
    CompletableFuture<String> ask(String id, String question);

    /** Questions that wait for an answer now. */
    int waiting();

    @Override
    void close();
}
