/**
 * The event log: durable, ordered, sharded, kept by ActiveMQ Artemis and spoken to through JMS.
 *
 * <p>{@link org.tidings.log.EventLog} is the port, {@link org.tidings.log.JmsEventLog} the adapter. A publication travels
 * {@code PublishSender} ⇢ {@code publish.N} ⇢ {@code Sequencer} (the shard's one leader) ⇢ {@code log.N} ⇢ {@code LogTail}
 * on every instance ⇢ {@link org.tidings.log.LogReader}. Each shard has three threads of its own here: its sender, its
 * sequencer and its tail; the tail's thread is the one that calls the reader, in the order of the log.
 *
 * <p>Events that nobody keeps go another way: {@link org.tidings.log.LiveEvents} is the port, {@link
 * org.tidings.log.JmsLiveEvents} the adapter, with a sender and a receiver for each shard, {@code LiveSender} ⇢ {@code live.N} ⇢
 * {@code LiveReceiver} ⇢ {@link org.tidings.log.LiveReader}.
 *
 * <p>This is the only package that knows {@code jakarta.jms}.
 */
package org.tidings.log;
