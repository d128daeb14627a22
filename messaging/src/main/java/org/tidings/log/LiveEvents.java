package org.tidings.log;

import java.util.List;

/**
 * Events that nobody keeps: from a publisher to the readers of all instances by the shortest way, past the log. At most once, in
 * each publisher's order. What is dropped on the way is counted, and told to its publisher or to the readers that miss it.
 *
 * <p>Thread-safe. {@link #start} once, {@link #close} once.
 */
public interface LiveEvents extends AutoCloseable {

    /** Begins to send and to listen. Returns at once. */
    void start(LiveReader reader);

    /** The shard that a channel's events travel in. */
    int shardOf(String channel);

    /**
     * Hands over an event to the readers of all instances. The own one has heard it when this returns, on the caller's thread;
     * so calls for one publisher come one after the other. Never blocks.
     *
     * @return {@link PublishOutcome.HandedOver}, or why no reader will hear it: {@link PublishOutcome.Overloaded},
     *     {@link PublishOutcome.Unavailable}, {@link PublishOutcome.TooLarge}
     */
    PublishOutcome send(Publication publication);

    /** Why events cannot be sent or heard yet, one sentence each; empty from the moment that all can, for good. */
    List<String> obstacles();

    @Override
    void close();
}
