package org.tidings.log;

import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Open while a shard is known to its end, which only a barrier shows: at the start, and when the log turns out to be another
 * than this instance has read. Tries until one passes.
 *
 * <p>{@link #tick} on one thread, the rest on any.
 */
final class ReadyGate {

    private final Supplier<CompletionStage<Void>> barrier;
    private final BooleanSupplier doubt;
    private volatile boolean passed;
    private volatile boolean waiting;

    /** @param doubt whether a further barrier is needed; until it is not, the gate is closed */
    ReadyGate(Supplier<CompletionStage<Void>> barrier, BooleanSupplier doubt) {
        this.barrier = barrier;
        this.doubt = doubt;
    }

    boolean open() {
        return passed && !doubt.getAsBoolean();
    }

    /** Whether it was open before, or is. */
    boolean passed() {
        return passed;
    }

    void tick() {
        if (open() || waiting) {
            return;
        }
        waiting = true;
        barrier.get().whenComplete((done, failure) -> {
            if (failure == null) {
                passed = true;
            }
            waiting = false;
        });
    }
}
