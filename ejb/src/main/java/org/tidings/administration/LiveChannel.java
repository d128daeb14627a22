package org.tidings.administration;

/**
 * A channel, or a pattern of channels, that somebody has subscribed on this instance.
 *
 * @param subscribers connections
 */
public record LiveChannel(String name, int subscribers) {}
