package org.tidings.mark;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All read marks, shared by all instances. Thread-safe. {@link #start} once, {@link #close} once. */
public interface MarkTable extends AutoCloseable {

    /** Begins to read: first the table as it is, then what changes. Returns at once. */
    void start(MarkReader reader);

    /**
     * Writes records together. Never blocks. Where several for one key wait, only the newest is written.
     *
     * @return completes when the broker has them on its disk; fails when it does not take them now
     */
    CompletableFuture<Void> put(List<? extends MarkRecord> records);

    /** Why not all marks are known here yet, one sentence each; empty once they are. */
    List<String> obstacles();

    @Override
    void close();
}
