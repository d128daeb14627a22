package org.tidings.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The directives of all instances and applications. Thread-safe. {@link #start} once, {@link #close} once.
 *
 * <p>While the broker is away nothing new comes, and nothing that was read is forgotten.
 */
public interface Directives extends AutoCloseable {

    /**
     * Begins to read: first all that still mean something, then those that are given. Returns at once.
     *
     * @param reader told each once, on one thread, in no certain order; must not block
     */
    void start(Consumer<Directive> reader);

    /**
     * Tells all instances. Never blocks.
     *
     * @return completes when the broker has it on its disk, fails when the broker refused it; whoever waits no longer
     *     cancels it, and may then not know whether it was given
     */
    CompletableFuture<Void> give(Directive directive);

    /** Why not everything that was ever directed is known here yet, one sentence each; empty once it is. */
    List<String> obstacles();

    @Override
    void close();
}
