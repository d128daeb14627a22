package org.tidings.outbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A queue from which others fetch records. Thread-safe; no method blocks for long. {@link #start} once, {@link #close} once. */
public interface RecordQueue extends AutoCloseable {

    void start();

    /**
     * Hands over records, in their order, all or none.
     *
     * @return completes when the broker has them on its disk; fails when it has refused them or was lost, and may then have them all the
     *     same. Whoever waits no longer cancels it
     */
    CompletableFuture<Void> send(List<String> records);

    @Override
    void close();
}
