package org.tidings.client;

import java.util.concurrent.CompletableFuture;

/**
 * The two lanes on which application code runs: one for listeners, one for what hangs on futures.
 *
 * @param events listeners, in the order of what they are told
 * @param futures completions, in the order of the results
 */
record Lanes(SerialLane events, SerialLane futures) {

    <T> void complete(CompletableFuture<T> future, T value) {
        futures.execute(() -> future.complete(value));
    }

    void fail(CompletableFuture<?> future, TidingsException why) {
        futures.execute(() -> future.completeExceptionally(why));
    }

    /** Whether the calling thread is running application code. */
    boolean isCurrent() {
        return events.isCurrent() || futures.isCurrent();
    }
}
