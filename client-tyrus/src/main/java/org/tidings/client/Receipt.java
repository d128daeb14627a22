package org.tidings.client;

/**
 * Proof that a message was accepted: it is on the broker's disk (durable channel) or handed over (ephemeral channel).
 *
 * @param epoch incarnation of the log; null in an ephemeral channel
 * @param seq the message's place in the shard; null in an ephemeral channel
 * @param duplicate whether the messageId was known already; {@code seq} is then the first one's
 */
public record Receipt(String epoch, Long seq, boolean duplicate) {}
