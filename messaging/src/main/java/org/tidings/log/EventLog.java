package org.tidings.log;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A durable log of events in shards, each with one order that all instances share for ever.
 *
 * <p>Thread-safe. {@link #start} once, {@link #close} once.
 */
public interface EventLog extends AutoCloseable {

    /** Begins to read every shard from its oldest retained entry, and to write. Returns at once. */
    void start(LogReader reader);

    /** The number of the shard that holds a channel. */
    int shardOf(String channel);

    /**
     * Publishes. Never blocks.
     *
     * @param stream what keeps its order when messages must be sent again, for instance a connection
     * @param outcome called exactly once, on the caller's, the tail's or the sender's thread; must not block
     */
    void append(Publication publication, Object stream, Consumer<PublishOutcome> outcome);

    /**
     * Proves how far the log goes: completes, on the shard's tail thread, once this instance has read everything that was in
     * the log when this was called. Fails with {@link java.util.concurrent.TimeoutException} when the broker is away.
     */
    CompletionStage<Void> barrier(int shard);

    /**
     * Erases every event of a channel that is in the log now: all instances forget it, and the broker removes it from its disk.
     *
     * @return how many; completes when the log says so on the broker's disk, this instance has read it there, and the broker's queue
     *     has none of them any more. Fails when the broker is away, or when events stand together with other channels' in one entry, from
     *     a time when the channel was not {@link ChannelStorage#erasable}; what was erased by then is, and it can be asked for again
     */
    CompletionStage<Integer> erase(String channel);

    /** Whether this instance has read the shard to its end once, and so knows what it holds. */
    boolean isRead(int shard);

    /** Why this instance cannot serve yet, one sentence each; empty when every shard is read to its end and writable. */
    List<String> obstacles();

    @Override
    void close();
}
