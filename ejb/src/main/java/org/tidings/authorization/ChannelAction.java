package org.tidings.authorization;

/** What a caller may do with a channel. */
public enum ChannelAction {
    SUBSCRIBE,
    PUBLISH,
    HISTORY,
    PRESENCE
}
