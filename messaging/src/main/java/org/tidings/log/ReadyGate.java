package org.tidings.log;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Opens once a shard is read to its end, which only a barrier shows; tries until one passes, then stays open.
 *
 * <p>{@link #tick} on one thread, {@link #open} on any.
 */
final class ReadyGate {

    private final Supplier<CompletionStage<Void>> barrier;
    private volatile boolean open;
    private volatile boolean waiting;

    ReadyGate(Supplier<CompletionStage<Void>> barrier) {
        this.barrier = barrier;
    }

    boolean open() {
        return open;
    }

    void tick() {
        if (open || waiting) {
            return;
        }
        waiting = true;
        barrier.get().whenComplete((passed, failure) -> {
            open = failure == null;
            waiting = false;
        });
    }
}
