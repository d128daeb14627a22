package org.tidings.authorization;

/** A set of channels, which may depend on who asks. Immutable. */
sealed interface Channels permits ChannelPattern, Namespace {
    /** @param channel a valid channel name */
    boolean hold(String channel, CallerValues caller);

    /** Whether some channel may be in both. */
    boolean mayShare(ChannelPattern pattern, CallerValues caller);
}
