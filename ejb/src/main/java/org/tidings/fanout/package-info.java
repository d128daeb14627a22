/**
 * From the log to the subscribers: every event that this instance reads goes to the history and to the subscriptions of its
 * channel.
 *
 * <p>{@link org.tidings.fanout.Fanout} is called by the log on each shard's tail thread. One lock per shard, held by
 * {@link org.tidings.fanout.ShardFeed}, makes attaching, catching up and the arrival of events one sequence, so that nothing
 * slips between: all that a feed consists of is confined to its lock. No lock of another package is taken before it and only an
 * outlet's own within it; nothing blocks under it.
 */
package org.tidings.fanout;
