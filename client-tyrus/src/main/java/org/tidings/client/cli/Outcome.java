package org.tidings.client.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for the exit code of a command whose work is done by callbacks. */
final class Outcome {

    private Outcome() {}

    static int of(CompletableFuture<Integer> end) throws Exception {
        try {
            return end.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception reason) {
                throw reason;
            }
            throw failed;
        }
    }
}
